package org.atomicagents.cli.model;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.FaultPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that measure, for the simulated model. */
public final class SimulationOptions {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,7})(ms|s)");
  private static final Pattern PERCENTAGE = Pattern.compile("([0-9]{1,3})%");
  private static final int MAX_PERCENT = 90;
  private static final Duration DEFAULT_LATENCY = Duration.ofMillis(200);
  private static final double DEFAULT_SPEED = 100;

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      description =
          "The time to the first token of the simulated model, such as 300ms or 2s. Default:"
              + " 200ms.")
  private @Nullable String latency;

  @Option(
      names = "--tokens-per-second",
      paramLabel = "N",
      description = "The speed of the simulated model; 0 for no limit. Default: 100.")
  private double tokensPerSecond = DEFAULT_SPEED;

  @Option(
      names = "--faults",
      paramLabel = "P%",
      description =
          "The share of the requests that the simulated model fails: with status 429, status 503,"
              + " or a lost connection. Default: 0%%.")
  private @Nullable String faults;

  /**
   * Returns the first option with an invalid value, as a message; null if all are valid.
   *
   * @param isSimulated whether the model is simulated: for others, no option may be set
   * @return the message of a usage error
   */
  public @Nullable String problem(boolean isSimulated) {
    if (!isSimulated && (latency != null || faults != null || tokensPerSecond != DEFAULT_SPEED)) {
      return "--latency, --tokens-per-second and --faults are for the simulated model only."
          + " Remove them, or pass --model simulated.";
    }
    if (latency != null && !latency.equals("0") && !TIME.matcher(latency).matches()) {
      return "--latency: expected a time in ms or s, such as 300ms, found '" + latency + "'";
    }
    if (!(tokensPerSecond >= 0 && tokensPerSecond <= 1e6)) {
      return "--tokens-per-second: expected 0 to 1000000, found " + tokensPerSecond;
    }
    if (faults != null && percent() < 0) {
      return "--faults: expected a percentage from 0%% to %d%%, found '%s'"
          .formatted(MAX_PERCENT, faults);
    }
    return null;
  }

  /** Returns the settings; requires valid options. */
  public SimulationSettings settings() {
    SimulationSettings settings = SimulationSettings.of(firstToken(), tokensPerSecond);
    double share = faults == null ? 0 : percent() / 100.0;
    return share == 0
        ? settings
        : settings.withFaults(
            FaultPlan.seeded(1)
                .with(Fault.rateLimited(Duration.ofMillis(500)), share / 3)
                .with(Fault.status(503), share / 3)
                .with(Fault.droppedInBody(), share / 3));
  }

  /** Returns the settings as a clause, such as {@code first token after 200 ms, 100 tokens/s}. */
  public String description() {
    return "first token after %d ms, %s%s"
        .formatted(
            firstToken().toMillis(),
            tokensPerSecond == 0
                ? "no limit of tokens/s"
                : String.format(Locale.ROOT, "%.0f tokens/s", tokensPerSecond),
            faults == null ? "" : ", " + faults + " of the requests fail");
  }

  private Duration firstToken() {
    if (latency == null) {
      return DEFAULT_LATENCY;
    }
    Matcher matcher = TIME.matcher(latency);
    if (!matcher.matches()) {
      return Duration.ZERO;
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }

  /** Returns the percentage; negative if it is invalid. */
  private int percent() {
    Matcher matcher = PERCENTAGE.matcher(String.valueOf(faults));
    int percent = matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    return percent > MAX_PERCENT ? -1 : percent;
  }
}
