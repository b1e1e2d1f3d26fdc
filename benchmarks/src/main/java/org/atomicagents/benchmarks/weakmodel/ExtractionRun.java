package org.atomicagents.benchmarks.weakmodel;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.atomicagents.benchmarks.extraction.ExpectedValue;
import org.atomicagents.benchmarks.extraction.ExtractionTask;
import org.atomicagents.benchmarks.extraction.ExtractionTasks;
import org.atomicagents.benchmarks.weakmodel.TaskResult.ValueQuality;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs tasks with an extractor and judges the values.
 *
 * <p>A library that does not ask the model again by itself is called again after an exception and
 * after a value that violates a constraint, up to the same number of attempts.
 */
final class ExtractionRun {
  static final int MAX_ATTEMPTS = 3;
  // Seeds of different tasks and seed numbers do not overlap.
  private static final long REQUESTS_PER_TASK = 100;
  private static final long TASKS_PER_SEED = 100_000;

  private final SamplingProxy proxy;
  private final Map<String, Schema<Object>> schemas = new HashMap<>();

  ExtractionRun(SamplingProxy proxy) {
    this.proxy = proxy;
  }

  /**
   * Returns the result of a task.
   *
   * @param seed the number of the repetition
   * @throws IOException if the model server fails
   */
  TaskResult run(Extractor extractor, ExtractionTask task, int seed) throws IOException {
    proxy.begin(TASKS_PER_SEED * (seed + 1) + REQUESTS_PER_TASK * (task.id().hashCode() & 0x3FF));
    long start = System.nanoTime();
    JudgedValue first = attempt(extractor, task);
    JudgedValue last = first;
    if (!extractor.repeatsByItself()) {
      for (int i = 1; i < MAX_ATTEMPTS && !last.quality().isValid(); i++) {
        last = attempt(extractor, task);
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    RequestTally tally = proxy.end();
    boolean repeated = extractor.repeatsByItself() && tally.requests() > 1;
    return new TaskResult(
        repeated ? ValueQuality.FAILED : first.quality(),
        last.quality(),
        tally,
        seconds,
        last.detail());
  }

  // Libraries throw exceptions of their own and of their libraries.
  private JudgedValue attempt(Extractor extractor, ExtractionTask task) {
    try {
      return judge(task, extractor.extract(task));
    } catch (RuntimeException e) {
      return new JudgedValue(ValueQuality.FAILED, String.valueOf(e));
    }
  }

  private JudgedValue judge(ExtractionTask task, @Nullable Object value) {
    if (value == null) {
      return new JudgedValue(ValueQuality.FAILED, "null");
    }
    Schema<Object> schema = schemas.computeIfAbsent(task.type(), type -> schema(task));
    if (!schema.validate(value).isEmpty()) {
      return new JudgedValue(ValueQuality.VIOLATION, value.toString());
    }
    String json = schema.encode(value);
    boolean isRight = ExpectedValue.matches(task, JsonMapper.shared().readTree(json));
    return new JudgedValue(isRight ? ValueQuality.RIGHT : ValueQuality.WRONG, json);
  }

  @SuppressWarnings("unchecked")
  private static Schema<Object> schema(ExtractionTask task) {
    return (Schema<Object>) (Schema<?>) Schema.of(ExtractionTasks.typeOf(task).type());
  }

  private record JudgedValue(ValueQuality quality, String detail) {}
}
