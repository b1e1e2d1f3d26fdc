package org.atomicagents.batch;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.RunResult;

/**
 * The outcome of one item of a batch: a result or an exception.
 *
 * {@snippet class="org.atomicagents.batch.BatchSnippets" region="outcomes"}
 *
 * <p>Immutable.
 *
 * @param <O> the type of the output
 */
public sealed interface Outcome<O> {

  /** Returns the position of the item in the inputs, counted from 0. */
  long index();

  /** Returns the duration of the item's run; zero if it was not started. */
  Duration latency();

  /**
   * The outcome of an item whose run succeeded.
   *
   * @param <O> the type of the output
   * @param index the position of the item in the inputs, counted from 0
   * @param result the output with the metrics of the run: attempts, requests, usage
   * @param latency the duration of the run
   */
  record Success<O>(long index, RunResult<O> result, Duration latency) implements Outcome<O> {
    public Success {
      Objects.requireNonNull(result, "result");
      Objects.requireNonNull(latency, "latency");
    }

    /** Returns the output. */
    public O output() {
      return result.output();
    }
  }

  /**
   * The outcome of an item whose run failed, was cancelled or was not started.
   *
   * @param <O> the type of the output
   * @param index the position of the item in the inputs, counted from 0
   * @param failure the exception of the run; if the batch was stopped, a {@link
   *     org.atomicagents.error.CancelledException}, or a {@link
   *     org.atomicagents.error.TimedOutException} if its timeout has passed; an {@link
   *     IllegalStateException} with a cause if the run threw an {@link Error}
   * @param latency the duration of the run; zero if it was not started
   */
  record Failure<O>(long index, RuntimeException failure, Duration latency) implements Outcome<O> {
    public Failure {
      Objects.requireNonNull(failure, "failure");
      Objects.requireNonNull(latency, "latency");
    }
  }
}
