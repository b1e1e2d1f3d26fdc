package org.atomicagents.internal.redis.sharing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.redis.RedisKeys;
import org.atomicagents.internal.redis.RedisLink;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared responses of this process.
 *
 * <p>One thread renews all leases, and one reads the responses of other processes. Thread-safe.
 */
public final class SharingCore {
  private static final Logger LOG = LoggerFactory.getLogger(SharingCore.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String KIND = "share";
  private static final int VERSION = 1;
  private static final long LEADER = 1;
  private static final int RENEWALS_PER_LEASE = 3;

  private final RedisLink link;
  private final RedisKeys keys;
  private final FollowedStreams streams;
  private final Map<SharedRequest, SharedResponse> responses = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;
  // The time until which the store is not tried again, of System.nanoTime().
  private volatile long pausedUntil = System.nanoTime();

  /** Creates a core, which uses no thread and no further connection before the first request. */
  public SharingCore(RedisLink link, String prefix) {
    this.link = link;
    this.keys = new RedisKeys(prefix, KIND, VERSION);
    this.streams = new FollowedStreams(link, keys);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("atomic-agents-redis-leases").factory());
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  private SharingCore(SharingCore core, RedisLink link, String prefix) {
    this.link = link;
    this.keys = new RedisKeys(prefix, KIND, VERSION);
    this.streams = core.streams;
    this.timer = core.timer;
  }

  /** Returns a core with other keys, or another time limit, and the same threads. */
  public SharingCore with(RedisLink newLink, String prefix) {
    return new SharingCore(this, newLink, prefix);
  }

  /** Closes the connection that reads, before the client is closed. */
  public void close() {
    streams.close();
  }

  /** Returns the response to a request, which this process sends only if no other one does. */
  public ModelExchange open(
      SharedRequest shared,
      ModelRequest request,
      RunContext context,
      Interceptor.Chain chain,
      SharingSettings settings) {
    RunResponses received = context.attachment(this, RunResponses.class, RunResponses::new);
    long seen = received.begin(shared);
    if (seen == RunResponses.IN_PROGRESS) {
      return chain.proceed(request, context);
    }
    var exchange =
        new SharedExchange(
            this, enter(shared, settings), shared, settings, seen, request, context, chain);
    boolean isStarted = false;
    try {
      exchange.start();
      isStarted = true;
      return exchange;
    } finally {
      if (!isStarted) {
        exchange.close();
      }
    }
  }

  private SharedResponse enter(SharedRequest shared, SharingSettings settings) {
    return responses.compute(
        shared,
        (request, existing) -> {
          if (existing != null && existing.tryEnter()) {
            return existing;
          }
          var created = new SharedResponse(settings.maxBytes());
          created.tryEnter();
          return created;
        });
  }

  /** Removes a member of a response. */
  void leave(SharedRequest shared, SharedResponse response, RunContext context, long token) {
    response.leave();
    responses.computeIfPresent(
        shared,
        (request, current) -> {
          if (!current.equals(response) || response.isInUse()) {
            return current;
          }
          streams.unfollow(shared.keys(keys).get(1), response);
          return null;
        });
    context.attachment(this, RunResponses.class, RunResponses::new).end(shared, token);
  }

  /**
   * Decides which process sends a request; returns the leadership of this one, or null if the
   * response of another process is followed.
   *
   * @param seen the token of a response that the run has received already
   * @throws StoreException if the store fails, and requests require it
   */
  @Nullable Leadership join(
      SharedRequest shared, SharedResponse response, SharingSettings settings, long seen) {
    boolean isDecided = false;
    try {
      Leadership leadership = decide(shared, response, settings, seen);
      isDecided = true;
      return leadership;
    } finally {
      if (!isDecided) {
        response.unclaim();
      }
    }
  }

  private @Nullable Leadership decide(
      SharedRequest shared, SharedResponse response, SharingSettings settings, long seen) {
    if (!settings.requiresStore() && pausedUntil - System.nanoTime() > 0) {
      return leadership(response, response.lead(RunResponses.NONE), null, settings);
    }
    List<byte[]> requestKeys = shared.keys(keys);
    List<?> result;
    try {
      result = take(requestKeys, settings, seen);
    } catch (StoreException e) {
      if (settings.requiresStore()) {
        response.fail(e);
        throw e;
      }
      LOG.warn("Requests are not shared with other processes for a second: {}", e.getMessage());
      pausedUntil = System.nanoTime() + PAUSE_NANOS;
      return leadership(response, response.lead(RunResponses.NONE), null, settings);
    }
    long token = Long.parseLong(text(result.get(1)));
    if (LEADER == (Long) result.get(0)) {
      int generation = response.lead(token);
      return leadership(
          response, generation, new ResponseLease(link, requestKeys, token, settings), settings);
    }
    follow(requestKeys, response, settings, result);
    return null;
  }

  private void follow(
      List<byte[]> requestKeys, SharedResponse response, SharingSettings settings, List<?> result) {
    String start = text(result.get(2));
    long rest = (Long) result.get(3);
    // A complete response has no lease.
    Duration wait = rest == 0 ? settings.lease() : Duration.ofMillis(rest + 1);
    if (response.follow(Long.parseLong(text(result.get(1))), start, wait.toNanos())) {
      streams.follow(requestKeys.get(1), response, settings.lease(), start, link.timeout());
    }
  }

  private List<?> take(List<byte[]> requestKeys, SharingSettings settings, long seen) {
    CompletableFuture<Object> response =
        link.start(
            SharingScripts.JOIN,
            requestKeys,
            RedisLink.bytes(settings.lease().toMillis()),
            RedisLink.bytes(settings.lifetime().toMillis()),
            RedisLink.bytes(seen));
    Object result = null;
    try {
      result = link.await("share a request", response);
    } finally {
      if (result == null) {
        releaseLateLease(requestKeys, settings, response);
      }
    }
    if (result instanceof List<?> list && list.size() == 4) {
      return list;
    }
    throw StoreException.of(
        "Redis at " + link.server() + ": expected 4 values of a shared request, found " + result,
        null);
  }

  // A server that hung gives the lease when it continues, to a run that does not wait any more.
  private void releaseLateLease(
      List<byte[]> requestKeys, SharingSettings settings, CompletableFuture<Object> response) {
    CompletableFuture<Void> unused =
        response.thenAccept(result -> {
          if (result instanceof List<?> list && Long.valueOf(LEADER).equals(list.getFirst())) {
            long token = Long.parseLong(text(list.get(1)));
            new ResponseLease(link, requestKeys, token, settings).end(EntryKind.HANDED_OVER, null);
          }
        });
  }

  private Leadership leadership(
      SharedResponse response,
      int generation,
      @Nullable ResponseLease lease,
      SharingSettings settings) {
    long leaseNanos = settings.lease().toNanos();
    long interval = leaseNanos / RENEWALS_PER_LEASE;
    var leadership = new Leadership(response, generation, lease);
    Future<?> renewal =
        timer.scheduleWithFixedDelay(
            () -> leadership.renew(leaseNanos), interval, interval, TimeUnit.NANOSECONDS);
    leadership.onEnd(() -> renewal.cancel(false));
    return leadership;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }
}
