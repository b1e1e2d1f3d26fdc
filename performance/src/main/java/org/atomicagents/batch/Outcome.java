package org.atomicagents.batch;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;

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

  /** Returns the tokens used by the item's run, as far as the provider reported them. */
  Usage usage();

  /**
   * Returns the cost of the item's run, also if it was taken from a journal, in the currency of the
   * prices; empty if it is not known, never zero for that reason.
   */
  Optional<BigDecimal> cost();

  /**
   * The outcome of an item whose run succeeded.
   *
   * @param <O> the type of the output
   * @param index the position of the item in the inputs, counted from 0
   * @param result the output with the metrics of the run: attempts, requests, usage
   * @param latency the duration of the run
   * @param cost the cost of the run; empty if it is not known
   * @param isReplayed whether the result was taken from a journal, so that no request was sent
   */
  record Success<O>(
      long index,
      RunResult<O> result,
      Duration latency,
      Optional<BigDecimal> cost,
      boolean isReplayed)
      implements Outcome<O> {
    public Success {
      Objects.requireNonNull(result, "result");
      Objects.requireNonNull(latency, "latency");
      Objects.requireNonNull(cost, "cost");
    }

    /** Returns the output. */
    public O output() {
      return result.output();
    }

    @Override
    public Usage usage() {
      return result.usage();
    }
  }

  /**
   * The outcome of an item whose run failed, was cancelled or was not started.
   *
   * @param <O> the type of the output
   * @param index the position of the item in the inputs, counted from 0
   * @param failure the exception of the run; an {@link InvalidLineException} for an invalid line;
   *     if the batch was stopped, a {@link org.atomicagents.error.CancelledException}, a {@link
   *     org.atomicagents.error.TimedOutException} if its timeout has passed, or a {@link
   *     org.atomicagents.error.LimitExceededException} if its maximum cost is spent; an {@link
   *     IllegalStateException} with a cause if the run threw an {@link Error}
   * @param latency the duration of the run; zero if it was not started
   * @param cost the cost of the run; empty if it is not known
   */
  record Failure<O>(
      long index, RuntimeException failure, Duration latency, Optional<BigDecimal> cost)
      implements Outcome<O> {
    public Failure {
      Objects.requireNonNull(failure, "failure");
      Objects.requireNonNull(latency, "latency");
      Objects.requireNonNull(cost, "cost");
    }

    @Override
    public Usage usage() {
      return failure instanceof AgentException consumed ? consumed.usage() : Usage.NONE;
    }
  }
}
