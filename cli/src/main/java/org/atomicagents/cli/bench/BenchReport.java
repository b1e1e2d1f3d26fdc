package org.atomicagents.cli.bench;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** A measurement and its subject: the content of a report in any format. */
public record BenchReport(BenchSubject subject, LoadReport load) {

  /** Returns the level with the most successful runs per second; empty without a success. */
  public Optional<LoadLevel> fastestLevel() {
    return load.levels().stream()
        .filter(level -> level.succeeded() > 0)
        .max(Comparator.comparingDouble(LoadLevel::runsPerSecond));
  }

  /** Returns the reason for which the report is partial, as a sentence; empty if it is complete. */
  public Optional<String> partialReason() {
    if (load.isComplete()) {
      return Optional.empty();
    }
    String reason =
        load.stop()
            .map(stop ->
                switch (stop) {
                  case INTERRUPTED -> "interrupted by a signal, such as Ctrl-C";
                  case COST -> "the maximum cost is spent (--max-cost)";
                  case UNKNOWN_PRICE -> "the cost of a run is not known (--max-cost)";
                  case FAILURES -> "too many failures (--max-errors)";
                })
            .orElse("runs are missing");
    long planned = load.plan().runs() * load.plan().concurrency().size();
    return Optional.of(
        "Partial report: %s after %s of %s."
            .formatted(
                reason,
                FigureText.count(load.succeeded() + load.failed()),
                FigureText.count(planned, "run")));
  }

  /** Returns a cost in the currency of the prices, as text. */
  public String money(BigDecimal amount) {
    return FigureText.money(amount, subject.currency());
  }

  /** Returns whether the cost of a level is known. */
  public boolean hasCost() {
    return load.levels().stream().anyMatch(level -> level.spend().cost().isPresent());
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
