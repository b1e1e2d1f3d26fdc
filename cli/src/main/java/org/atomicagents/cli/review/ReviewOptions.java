package org.atomicagents.cli.review;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.cli.model.ModelOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The arguments of the command {@code doctor} for its performance review. */
public final class ReviewOptions {
  private static final Duration MAX_LATENCY = Duration.ofMinutes(10);
  private static final Duration MAX_TIME = Duration.ofHours(1);
  private static final int MAX_SAMPLE = 10_000;
  private static final int MIN_TURNS = 11;
  private static final int MAX_TURNS = 1_000;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "AGENT.yaml",
      description = "The agent file to review.")
  private @Nullable Path agentFile;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "INPUTS.jsonl",
      description =
          "Typical inputs, one JSON value per line as for './atomic batch'; - for standard input.")
  private @Nullable Path inputs;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER:MODEL",
      converter = ModelOption.Converter.class,
      description = "The model to review instead of the file's. It receives no request.")
  private @Nullable ModelOption model;

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      defaultValue = "800ms",
      converter = DurationConverter.class,
      description = "The time to the first token of the simulated provider. Default: 800ms.")
  private Duration latency = Duration.ZERO;

  @Option(
      names = "--tokens-per-second",
      paramLabel = "N",
      defaultValue = "50",
      description = "The speed of the simulated provider after the first token. Default: 50.")
  private double tokensPerSecond;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "40",
      description = "The maximum number of inputs to replay, drawn at random. Default: 40.")
  private int sample;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The seed of the sample and of the simulated responses. Default: 0.")
  private long seed;

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "The length of the conversation whose tokens are counted, in turns. Default: 50.")
  private int turns;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      defaultValue = "40s",
      converter = DurationConverter.class,
      description = "The maximum duration of the replay. Default: 40s.")
  private Duration timeLimit = Duration.ZERO;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "Exit with code 8 if a finding is at least this severe: low, medium or high. Default:"
              + " findings do not change the exit code.")
  private @Nullable ReviewSeverity failOn;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "The format of the report: text or json. Default: text.")
  private ReportFormat format = ReportFormat.TEXT;

  /** The format of a report. */
  enum ReportFormat {
    TEXT,
    JSON
  }

  /** Converts an option value such as {@code 800ms}, {@code 1.5s} or {@code 2m} to a duration. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?) ?(ms|s|m)");
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;
    private static final double MINUTE = 60e9;

    @Override
    public Duration convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "expected a duration with a unit, such as 800ms, 1.5s or 2m, found '%s'"
                .formatted(text));
      }
      double unit =
          switch (matcher.group(2)) {
            case "ms" -> MILLI;
            case "s" -> SECOND;
            default -> MINUTE;
          };
      return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unit));
    }
  }

  /** Returns the agent file; null if none is given. */
  public @Nullable Path agentFile() {
    return agentFile;
  }

  /** Returns the file of inputs, {@code -} for standard input; null if none is given. */
  @Nullable Path inputs() {
    return inputs;
  }

  @Nullable ModelOption model() {
    return model;
  }

  @Nullable ReviewSeverity failOn() {
    return failOn;
  }

  boolean isJson() {
    return format == ReportFormat.JSON;
  }

  ReplaySettings settings() {
    return new ReplaySettings(latency, tokensPerSecond, sample, seed, turns, timeLimit);
  }

  /**
   * Returns the first option with an invalid value, as a message; null if all are valid.
   *
   * @return the message of a usage error
   */
  public @Nullable String problem() {
    if (latency.compareTo(MAX_LATENCY) > 0) {
      return "--latency: expected 10m or less, found " + latency.toSeconds() + "s";
    }
    if (!(tokensPerSecond > 0)) {
      return "--tokens-per-second: expected more than 0, found " + tokensPerSecond;
    }
    if (sample < 1 || sample > MAX_SAMPLE) {
      return "--sample: expected 1 to %d, found %d".formatted(MAX_SAMPLE, sample);
    }
    if (turns < MIN_TURNS || turns > MAX_TURNS) {
      return "--turns: expected %d to %d, found %d".formatted(MIN_TURNS, MAX_TURNS, turns);
    }
    if (timeLimit.isZero() || timeLimit.compareTo(MAX_TIME) > 0) {
      return "--time-limit: expected more than 0 and at most 60m, found "
          + timeLimit.toSeconds()
          + "s";
    }
    return null;
  }
}
