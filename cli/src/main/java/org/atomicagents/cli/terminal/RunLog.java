package org.atomicagents.cli.terminal;

import java.util.Locale;
import org.atomicagents.RunResult;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Usage;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentListener;

/**
 * Tells beside the answer of what happens in a run.
 *
 * @param verbose whether all is told, or only what makes its user wait
 */
public record RunLog(Terminal terminal, boolean verbose) implements AgentListener {

  @Override
  public void onEvent(AgentEvent event) {
    switch (event) {
      case AgentEvent.RequestRetried retried ->
          terminal.note(
              "%s Sent again in %.1f s."
                  .formatted(firstLine(retried.failure()), retried.delay().toMillis() / 1e3));
      case AgentEvent.ModeRefused refused ->
          logDetail(
              "%s doesn't take the mode %s; asked again in the mode %s."
                  .formatted(refused.model(), lower(refused.refused()), lower(refused.next())));
      case AgentEvent.OutputRepaired repaired ->
          repaired.repairs().forEach(repair -> logDetail(describe(repair)));
      case AgentEvent.OutputRejected rejected ->
          logDetail(
              "Answer %d isn't valid:%n%s"
                  .formatted(rejected.attempt(), Violation.lines(rejected.violations())));
      default -> {}
    }
  }

  /** Reports the model of the run. */
  public void logModel(String model, boolean isSimulated) {
    if (isSimulated) {
      terminal.note("The model is simulated: what it says is made up, and fits the schema.");
    } else {
      logDetail("Model: " + model + ".");
    }
  }

  /** Tells what an answer took. */
  public void logResult(RunResult<?> reply) {
    logDetail(
        "%s; %s; %.1f s."
            .formatted(
                attempts(reply), tokens(reply.usage()), reply.timings().total().toMillis() / 1e3));
  }

  private void logDetail(String text) {
    if (verbose) {
      terminal.note(Terminal.escapeControls(text));
    }
  }

  private static String describe(Repair repair) {
    return "Mended at %s (%s): %s, read as %s"
        .formatted(repair.path(), lower(repair.kind()), repair.before(), repair.after());
  }

  /** Returns how many outputs were validated and how many requests were sent. */
  public static String attempts(RunResult<?> reply) {
    return "%d %s judged, %d %s sent"
        .formatted(
            reply.attempts(),
            reply.attempts() == 1 ? "answer" : "answers",
            reply.requests(),
            reply.requests() == 1 ? "request" : "requests");
  }

  private static String tokens(Usage usage) {
    return usage.equals(Usage.NONE)
        ? "the provider did not say how many tokens"
        : "%d tokens in, %d out".formatted(usage.inputTokens(), usage.outputTokens());
  }

  private static String firstLine(Exception failure) {
    return Terminal.escapeControls(
        String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
