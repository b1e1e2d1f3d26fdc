package org.atomicagents.metrics;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.ForwardingRun;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * An agent that records the runs of another agent in {@link RequestMetrics}.
 *
 * {@snippet class="org.atomicagents.metrics.MetricsSnippets" region="timed"}
 *
 * <p>The latency of a run begins when it is prepared, so that it contains waiting for a
 * conversation; the latency of a prepared run that is started begins at its start. A stream is
 * recorded when a reader reaches its end, when it fails, or, as cancelled, when it is closed
 * earlier. A prepared run or a stream that is never started is not recorded.
 *
 * <p>Thread-safe, like the agent inside.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class TimedAgent<I, O> implements Agent<I, O> {
  private final Agent<I, O> agent;
  private final RequestMetrics metrics;
  private final @Nullable String tag;
  private final TimeSource time;
  private final boolean isRecording;

  private TimedAgent(
      Agent<I, O> agent,
      RequestMetrics metrics,
      @Nullable String tag,
      TimeSource time,
      boolean isRecording) {
    this.agent = Objects.requireNonNull(agent, "agent");
    this.metrics = Objects.requireNonNull(metrics, "metrics");
    this.tag = tag;
    this.time = Objects.requireNonNull(time, "time");
    this.isRecording = isRecording;
  }

  /** Returns an agent with metrics of its own. */
  public static <I, O> TimedAgent<I, O> of(Agent<I, O> agent) {
    return of(agent, RequestMetrics.create());
  }

  /** Returns an agent that records its runs in metrics, possibly shared with other agents. */
  public static <I, O> TimedAgent<I, O> of(Agent<I, O> agent, RequestMetrics metrics) {
    return new TimedAgent<>(agent, metrics, null, TimeSource.system(), true);
  }

  /** Returns a copy that records its runs also under a tag, such as a feature or a tenant. */
  public TimedAgent<I, O> withTag(String name) {
    return new TimedAgent<>(
        agent, metrics, Objects.requireNonNull(name, "name"), time, isRecording);
  }

  /** Returns a copy with another clock. */
  public TimedAgent<I, O> withTimeSource(TimeSource source) {
    return new TimedAgent<>(agent, metrics, tag, source, isRecording);
  }

  /**
   * Returns a copy that records its runs, or that returns the runs of the agent inside as they are,
   * without any cost.
   */
  public TimedAgent<I, O> withRecording(boolean records) {
    return new TimedAgent<>(agent, metrics, tag, time, records);
  }

  /** Returns the metrics of the runs. */
  public RequestMetrics metrics() {
    return metrics;
  }

  @Override
  public String name() {
    return agent.name();
  }

  @Override
  public @Nullable ChatHistory history() {
    return agent.history();
  }

  // Some agents return an output without a result; a run that is not recorded keeps that.
  @Override
  public O run(I input, RunOptions options) {
    return isRecording ? Agent.super.run(input, options) : agent.run(input, options);
  }

  @Override
  public PreparedRun<O> prepare(@Nullable I input, RunOptions options) {
    if (!isRecording) {
      return agent.prepare(input, options);
    }
    long start = time.nanoTime();
    try {
      return new TimedRun<>(this, agent.prepare(input, options), time.nanoTime() - start);
    } catch (RuntimeException e) {
      metrics.recordFailure(e, Duration.ofNanos(time.nanoTime() - start), tag);
      throw e;
    }
  }

  long now() {
    return time.nanoTime();
  }

  void succeeded(RunResult<?> result, long nanos) {
    metrics.recordSuccess(result, Duration.ofNanos(nanos), tag);
  }

  void failed(RuntimeException failure, long nanos) {
    metrics.recordFailure(failure, Duration.ofNanos(nanos), tag);
  }

  /** A prepared run whose calls and streams are recorded. */
  private record TimedRun<O>(TimedAgent<?, O> agent, PreparedRun<O> run, long preparationNanos)
      implements ForwardingRun<O> {

    @Override
    public Optional<PreparedRun<O>> detached() {
      return run.detached().map(detached -> new TimedRun<>(agent, detached, preparationNanos));
    }

    @Override
    public RunResult<O> call() {
      long start = agent.now() - preparationNanos;
      try {
        RunResult<O> result = run.call();
        agent.succeeded(result, agent.now() - start);
        return result;
      } catch (RuntimeException e) {
        agent.failed(e, agent.now() - start);
        throw e;
      }
    }

    @Override
    public AgentStream<O> stream() {
      return new TimedStream<>(agent, run.stream(), preparationNanos);
    }
  }
}
