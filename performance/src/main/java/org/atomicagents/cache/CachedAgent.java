package org.atomicagents.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.internal.cache.CacheUse;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An agent that reads the outputs of another agent from a {@link ResponseCache}.
 *
 * {@snippet class="org.atomicagents.cache.CacheSnippets" region="cache"}
 *
 * <p>A hit sends no request and uses no tokens; its result has {@link
 * org.atomicagents.CacheState#HIT}. It is committed to the conversation like any other result,
 * unless {@link #withHits} excludes it. A stream of a hit replays the output in parts.
 *
 * <p>Identical runs at the same time share one request, also as streams: a run that begins later
 * gets the parts received so far, and then the others. Each run has its own conversation and its
 * own deadline, and may be cancelled or closed; the request is cancelled when no run waits for it
 * any more. Budget and listeners are those of the run that began the request. One result contains
 * its usage; the others have {@link org.atomicagents.CacheState#SHARED} and no usage.
 *
 * <p>Runs with {@link RunOptions#sideEffects()} are not cached and share no request.
 *
 * <p>Runs of different tenants share nothing. Runs that cannot be separated from their
 * conversation, those of a {@link org.atomicagents.tool.ToolLoop}, share no request. Streams of
 * agents that wrap the stream of another one, such as a {@link org.atomicagents.metrics.TimedAgent}
 * or a cascade, share no request either; their outputs are stored at their end. To share streams,
 * wrap the cached agent instead.
 *
 * <p>A prepared run can be used once. Immutable and thread-safe; the {@code with} methods return
 * copies.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class CachedAgent<I, O> implements Agent<I, O> {
  private final Agent<I, O> agent;
  private final CacheUse<O> use;

  private CachedAgent(Agent<I, O> agent, CacheUse<O> use) {
    this.agent = agent;
    this.use = use;
  }

  /** Returns an agent that uses a cache, possibly shared with other agents. */
  public static <I, O> CachedAgent<I, O> of(AtomicAgent<I, O> agent, ResponseCache cache) {
    return of(agent, agent.output(), cache);
  }

  /**
   * Returns an agent that uses a cache, possibly shared with other agents.
   *
   * @param output the schema of the agent's output
   */
  public static <I, O> CachedAgent<I, O> of(
      Agent<I, O> agent, Schema<O> output, ResponseCache cache) {
    Objects.requireNonNull(agent, "agent");
    return new CachedAgent<>(agent, CacheUse.of(cache.engine(), output));
  }

  /** Returns a copy whose runs share outputs and requests with runs of the same tenant only. */
  public CachedAgent<I, O> withTenant(String tenant) {
    Objects.requireNonNull(tenant, "tenant");
    return new CachedAgent<>(agent, use.withScope(tenant, use.salt()));
  }

  /**
   * Returns a copy whose keys contain a text, such as a version: another text makes all earlier
   * outputs unreachable.
   */
  public CachedAgent<I, O> withSalt(String salt) {
    Objects.requireNonNull(salt, "salt");
    return new CachedAgent<>(agent, use.withScope(use.tenant(), salt));
  }

  /** Returns a copy with another key; default: {@link CacheKeyStrategy#fingerprint()}. */
  public CachedAgent<I, O> withKeys(CacheKeyStrategy strategy) {
    return new CachedAgent<>(agent, use.withStrategy(Objects.requireNonNull(strategy, "strategy")));
  }

  /** Returns a copy with another use of the cache; default: {@link CacheMode#ON}. */
  public CachedAgent<I, O> withMode(CacheMode mode) {
    return new CachedAgent<>(agent, use.withMode(Objects.requireNonNull(mode, "mode")));
  }

  /**
   * Returns a copy that uses outputs only if they are younger than a duration; older ones remain in
   * the cache until they expire.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public CachedAgent<I, O> withMaxAge(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration: expected 0 or more, found " + duration);
    }
    return new CachedAgent<>(agent, use.withMaxAge(TimeUnit.NANOSECONDS.convert(duration)));
  }

  /**
   * Returns a copy with another effect of hits on the conversation; default: {@link
   * CacheHitPolicy#RECORD}.
   */
  public CachedAgent<I, O> withHits(CacheHitPolicy policy) {
    return new CachedAgent<>(agent, use.withHits(Objects.requireNonNull(policy, "policy")));
  }

  @Override
  public String name() {
    return agent.name();
  }

  @Override
  public @Nullable ChatHistory history() {
    return agent.history();
  }

  @Override
  public PreparedRun<O> prepare(@Nullable I input, RunOptions options) {
    long start = use.now();
    PreparedRun<O> run = agent.prepare(input, options);
    try {
      return use.mode() == CacheMode.OFF || options.sideEffects()
          ? run
          : use.prepare(run, options, start);
    } catch (RuntimeException | Error e) {
      run.close();
      throw e;
    }
  }
}
