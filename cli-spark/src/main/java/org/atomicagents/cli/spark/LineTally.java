package org.atomicagents.cli.spark;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * The outcomes of a job. Spark counts each line of the output once, however often its task was run.
 *
 * <p>Not thread-safe: each task has its own copy.
 */
final class LineTally extends AccumulatorV2<LineTally.Line, LineTally.Counts> {
  private static final long serialVersionUID = 1;

  private long done;
  private long replayed;
  private final TreeMap<String, Long> failures = new TreeMap<>();

  /**
   * An outcome.
   *
   * @param failure the simple name of the exception; empty for a success
   */
  record Line(String failure, boolean isReplayed) implements Serializable {}

  /**
   * The number of outcomes.
   *
   * @param failures the number of failures by the type of their exception
   */
  record Counts(long done, long replayed, Map<String, Long> failures) implements Serializable {
    long failed() {
      return failures.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @Override
  public boolean isZero() {
    return done == 0;
  }

  @Override
  public LineTally copy() {
    var copy = new LineTally();
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    done = 0;
    replayed = 0;
    failures.clear();
  }

  @Override
  public void add(Line line) {
    done++;
    replayed += line.isReplayed() ? 1 : 0;
    if (!line.failure().isEmpty()) {
      failures.merge(line.failure(), 1L, Long::sum);
    }
  }

  @Override
  public void merge(AccumulatorV2<Line, Counts> other) {
    Counts counts = other.value();
    done += counts.done();
    replayed += counts.replayed();
    counts.failures().forEach((type, count) -> failures.merge(type, count, Long::sum));
  }

  @Override
  public Counts value() {
    return new Counts(done, replayed, new TreeMap<>(failures));
  }
}
