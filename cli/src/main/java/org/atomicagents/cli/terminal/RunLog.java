package org.atomicagents.cli.terminal;

import java.util.Locale;
import org.atomicagents.RunResult;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Usage;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentListener;

/**
 * Logs the events of a run to standard error.
 *
 * @param verbose whether to log all events; otherwise only retries, which delay the response
 */
public record RunLog(Terminal terminal, boolean verbose) implements AgentListener {

  @Override
  public void onEvent(AgentEvent event) {
    switch (event) {
      case AgentEvent.RequestRetried retried ->
          terminal.note(
              "%s Retrying in %.1f s."
                  .formatted(firstLine(retried.failure()), retried.delay().toMillis() / 1e3));
      case AgentEvent.ModeRefused refused ->
          logDetail(
              "%s does not support the mode %s; retrying with the mode %s."
                  .formatted(refused.model(), lower(refused.refused()), lower(refused.next())));
      case AgentEvent.OpaquePartsRefused refused ->
          logDetail(
              "%s rejects the reasoning of earlier responses; retrying without it."
                  .formatted(refused.model()));
      case AgentEvent.OutputRepaired repaired ->
          repaired.repairs().forEach(repair -> logDetail(describe(repair)));
      case AgentEvent.OutputRejected rejected ->
          logDetail(
              "Response %d is invalid:%n%s"
                  .formatted(rejected.attempt(), Violation.lines(rejected.violations())));
      default -> {}
    }
  }

  /** Logs the model of the run. */
  public void logModel(String model, boolean isSimulated) {
    if (isSimulated) {
      terminal.note("The model is simulated: its responses are generated to match the schema.");
    } else {
      logDetail("Model: " + TextCleaner.cleanLine(model) + ".");
    }
  }

  /** Logs the number of attempts, the token usage and the duration of a run. */
  public void logResult(RunResult<?> result) {
    logDetail(
        "%s; %s; %.1f s."
            .formatted(
                attempts(result),
                tokens(result.usage()),
                result.timings().total().toMillis() / 1e3));
  }

  private void logDetail(String text) {
    if (verbose) {
      terminal.note(text);
    }
  }

  private static String describe(Repair repair) {
    return "Repaired %s (%s): %s was read as %s"
        .formatted(repair.path(), lower(repair.kind()), repair.before(), repair.after());
  }

  /** Returns the number of validated responses and of sent requests, for display. */
  public static String attempts(RunResult<?> result) {
    return "%d %s validated, %d %s sent"
        .formatted(
            result.attempts(),
            result.attempts() == 1 ? "response" : "responses",
            result.requests(),
            result.requests() == 1 ? "request" : "requests");
  }

  private static String tokens(Usage usage) {
    return usage.equals(Usage.NONE)
        ? "token usage not reported"
        : "%d tokens in, %d out".formatted(usage.inputTokens(), usage.outputTokens());
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
