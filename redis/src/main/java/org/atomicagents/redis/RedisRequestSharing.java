package org.atomicagents.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TransportException;
import org.atomicagents.internal.redis.RedisLink;
import org.atomicagents.internal.redis.sharing.SharedRequest;
import org.atomicagents.internal.redis.sharing.SharingCore;
import org.atomicagents.internal.redis.sharing.SharingSettings;
import org.atomicagents.internal.request.RequestHash;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/**
 * An interceptor that sends identical concurrent requests of several processes once.
 *
 * {@snippet class="org.atomicagents.redis.RedisSharingSnippets" region="sharing"}
 *
 * <p>The first run takes a lease in Redis, sends the request, and publishes the events of the
 * response as they arrive. All others, in this process or another one, receive the same events:
 * those of a stream while it is running, also if they join late. A complete response is shared for
 * {@link #withRetention(Duration) some time} after its end.
 *
 * <p>Requests are identical if the tenant, the client and the whole {@link ModelRequest} are. The
 * usage counts for the run that sent the request; the others have no requests, no usage and no
 * costs, and emit {@link AgentEvent.RequestShared}.
 *
 * <p>If the process that sent the request dies, if its run is cancelled, or if it stops reading the
 * response, exactly one other run sends the request again. Events that were passed on before are
 * void: {@link ModelEvent.ModelChanged} precedes the new ones. A process that was paused for longer
 * than its lease completes its own run and publishes nothing more: each entry is checked against a
 * fencing token. A failure of the request reaches the runs that wait for it, and is not kept. Those
 * in other processes receive failures of a provider as they are, and a {@link TransportException}
 * that describes any other failure.
 *
 * <p>A run never receives the same response twice: a request that it repeats, such as a re-ask, is
 * shared with other runs that repeat it. Concurrent requests of one run, such as hedged ones, and
 * those of runs with side effects are not shared.
 *
 * <p>Belongs outside of all other interceptors but usage limits, so that shared requests need no
 * permit. Needs Redis 6.2. Immutable and thread-safe.
 */
public final class RedisRequestSharing implements Interceptor {
  private static final Duration MIN_LEASE = Duration.ofMillis(100);
  private static final SharingSettings DEFAULTS =
      new SharingSettings(
          Duration.ofSeconds(5), Duration.ofSeconds(10), 4 * 1024 * 1024, false, request -> false);

  private final SharingCore core;
  private final SharingSettings settings;
  private final String tenant;

  private RedisRequestSharing(SharingCore core, SharingSettings settings, String tenant) {
    this.core = core;
    this.settings = settings;
    this.tenant = tenant;
  }

  static RedisRequestSharing of(RedisLink link, String prefix) {
    return new RedisRequestSharing(new SharingCore(link, prefix), DEFAULTS, "");
  }

  /** Returns a copy with other keys, or another time limit of commands. */
  RedisRequestSharing with(RedisLink link, String prefix) {
    return new RedisRequestSharing(core.with(link, prefix), settings, tenant);
  }

  /** Closes the connection that reads the responses of other processes. */
  void close() {
    core.close();
  }

  /**
   * Returns a copy whose requests are shared with those of the same tenant only; default: the empty
   * one, for applications with a single tenant.
   *
   * @param name the customer, user or application
   */
  public RedisRequestSharing forTenant(String name) {
    return new RedisRequestSharing(core, settings, Objects.requireNonNull(name, "name"));
  }

  /**
   * Returns a copy with another lease; default: 5 s. It is the longest time for which a process may
   * be silent, such as in a pause of the garbage collector, before another one sends the request
   * again. The lease is renewed while the response is being read.
   *
   * @throws IllegalArgumentException if the lease is shorter than 100 ms
   */
  public RedisRequestSharing withLease(Duration lease) {
    if (lease.compareTo(MIN_LEASE) < 0) {
      throw new IllegalArgumentException(
          "lease: expected " + MIN_LEASE.toMillis() + " ms or more, found " + lease);
    }
    return with(
        new SharingSettings(
            lease,
            settings.retention(),
            settings.maxBytes(),
            settings.requiresStore(),
            settings.excluded()));
  }

  /**
   * Returns a copy with another time for which a complete response is shared after its end;
   * default: 10 s. With zero, only concurrent requests are shared.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  public RedisRequestSharing withRetention(Duration retention) {
    if (retention.isNegative()) {
      throw new IllegalArgumentException("retention: expected 0 or more, found " + retention);
    }
    return with(
        new SharingSettings(
            settings.lease(),
            retention,
            settings.maxBytes(),
            settings.requiresStore(),
            settings.excluded()));
  }

  /**
   * Returns a copy with another maximum size of a shared response; default: 4 MiB. A response that
   * exceeds it is not shared any more: each run that waits for it sends a request of its own.
   *
   * @throws IllegalArgumentException if the size is not positive
   */
  public RedisRequestSharing withMaxBytes(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes: expected 1 or more, found " + bytes);
    }
    return with(
        new SharingSettings(
            settings.lease(),
            settings.retention(),
            bytes,
            settings.requiresStore(),
            settings.excluded()));
  }

  /**
   * Returns a copy whose requests fail with {@link StoreException} if Redis cannot be reached;
   * default: each process sends its own request, which its runs share.
   */
  public RedisRequestSharing withRedisRequired() {
    return with(
        new SharingSettings(
            settings.lease(),
            settings.retention(),
            settings.maxBytes(),
            true,
            settings.excluded()));
  }

  /**
   * Returns a copy that never shares some requests, in addition to those with side effects: such as
   * those whose responses should differ.
   */
  public RedisRequestSharing withExclusion(Predicate<? super ModelRequest> excluded) {
    Objects.requireNonNull(excluded, "excluded");
    Predicate<? super ModelRequest> existing = settings.excluded();
    return with(
        new SharingSettings(
            settings.lease(),
            settings.retention(),
            settings.maxBytes(),
            settings.requiresStore(),
            request -> existing.test(request) || excluded.test(request)));
  }

  private RedisRequestSharing with(SharingSettings newSettings) {
    return new RedisRequestSharing(core, newSettings, tenant);
  }

  /**
   * Returns the response to a request, which is sent if no other run has sent it.
   *
   * @throws AgentException if the request fails
   * @throws ConfigurationException if the chain belongs to no model
   */
  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    if (context.hasSideEffects() || settings.excluded().test(request)) {
      return chain.proceed(request, context);
    }
    Model model =
        chain
            .model()
            .orElseThrow(() ->
                ConfigurationException.of(
                    "Shared requests: expected the chain of a model, found one without a"
                        + " model, whose client is not known.\nAdd the interceptor with"
                        + " Model.with."));
    String hash = RequestHash.of(request, model.client().identity());
    return core.open(new SharedRequest(tenant, hash), request, context, chain, settings);
  }
}
