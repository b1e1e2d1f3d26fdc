package org.atomicagents.cli.batch;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.batch.StopReason;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.message.Usage;

/** Prints the result of a batch on standard error. */
public record BatchSummary(Terminal terminal, ProgressText text, BatchFiles files, String command) {

  /**
   * Prints the summary.
   *
   * @param stop the reason for which the batch was stopped; empty if it was not
   * @param failures the number of failures by the type of their exception
   */
  public void print(
      BatchProgress progress,
      Map<String, Long> failures,
      Optional<StopReason> stop,
      boolean isInterrupted) {
    terminal.note(counts(progress));
    if (!failures.isEmpty()) {
      terminal.note(
          "Failures: "
              + failures.entrySet().stream()
                  .map(entry -> entry.getValue() + " " + entry.getKey())
                  .collect(Collectors.joining(", "))
              + ". "
              + (files.isStandardOutput() ? "Their lines" : "Their lines in " + files.out())
              + " contain an \"error\".");
    }
    if (isInterrupted) {
      terminal.note("Stopped. " + continuation());
    } else if (stop.isPresent()) {
      terminal.note(describe(stop.get()) + " " + continuation());
    } else if (progress.failed() > 0 && files.journal() != null) {
      terminal.note("To run the failed lines again, run: " + command);
    }
  }

  private String counts(BatchProgress progress) {
    var parts = new ArrayList<String>();
    parts.add(
        "%d %s in %s: %d succeeded, %d failed"
            .formatted(
                progress.done(),
                progress.done() == 1 ? "line" : "lines",
                ProgressText.duration(progress.elapsed()),
                progress.succeeded(),
                progress.failed()));
    if (progress.replayed() > 0) {
      parts.add(progress.replayed() + " of them from the journal");
    }
    Usage usage = progress.usage();
    if (!usage.equals(Usage.NONE)) {
      parts.add("%d tokens in, %d out".formatted(usage.inputTokens(), usage.outputTokens()));
      parts.add(progress.cost().map(text::money).orElse("cost not known"));
    }
    return String.join("; ", parts) + ".";
  }

  private static String describe(StopReason reason) {
    return switch (reason) {
      case FAILURES -> "Stopped because of too many failures (--max-errors).";
      case COST -> "Stopped because the maximum cost is spent (--max-cost).";
      case UNKNOWN_PRICE -> "Stopped because the cost of a line is not known (--max-cost).";
      case TIMEOUT, CLOSED, JOURNAL, SUBMISSION -> "Stopped.";
    };
  }

  private String continuation() {
    return files.journal() == null
        ? "Without --journal, another run starts from the first line."
        : "To continue, run: " + command;
  }
}
