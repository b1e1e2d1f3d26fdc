package org.atomicagents.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.redis.PermitChanges;
import org.atomicagents.internal.redis.PermitChanges.Change;
import org.atomicagents.internal.redis.PermitScript;
import org.atomicagents.internal.redis.RedisKeys;
import org.atomicagents.internal.redis.RedisLink;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;
import org.jspecify.annotations.Nullable;

/**
 * Token buckets in Redis, on the clock of its server.
 *
 * <p>Processes take turns: a process that has to wait keeps its place until a second after its
 * wait; at most 100 processes have one. Permits are added without waiting for Redis, and once, even
 * if a response is lost; permits of an attempt that failed are returned when Redis executes it
 * late. Thread-safe.
 */
final class RedisPermitStore implements PermitStore {
  private static final int VERSION = 1;
  private static final Change NO_CHANGE = new Change(0, 0);

  private final RedisLink link;
  private final RedisKeys keys;
  private final String caller = name();
  private final Map<String, PermitChanges> changes = new ConcurrentHashMap<>();

  RedisPermitStore(RedisLink link, String prefix) {
    this.link = link;
    this.keys = new RedisKeys(prefix, "permits", VERSION);
  }

  // Short, since the order of the processes contains it.
  private static String name() {
    var random = UUID.randomUUID();
    return Long.toHexString(random.getMostSignificantBits() ^ random.getLeastSignificantBits());
  }

  /**
   * Takes permits, or none.
   *
   * @throws StoreException if Redis fails, or does not respond in time
   * @throws CancelledException if the thread is interrupted
   */
  @Override
  public Duration tryTake(PermitBucket bucket, long permits) {
    if (permits < 1) {
      throw new IllegalArgumentException(
          "permits of " + bucket.key() + ": expected 1 or more, found " + permits);
    }
    Change change = changes(bucket).current();
    CompletableFuture<Object> response = call(bucket, permits, change);
    boolean isKnown = false;
    try {
      Object micros = link.await("take permits of '" + bucket.key() + "'", response);
      isKnown = true;
      return Duration.ofNanos(1_000 * (Long) Objects.requireNonNull(micros, "wait"));
    } finally {
      if (!isKnown) {
        returnLatePermits(bucket, permits, response);
      }
    }
  }

  // A server that hung executes the command when it continues.
  private void returnLatePermits(
      PermitBucket bucket, long permits, CompletableFuture<Object> response) {
    var unused =
        response.thenAccept(wait -> {
          if (wait instanceof Long micros && micros == 0) {
            add(bucket, permits);
          }
        });
  }

  @Override
  public void add(PermitBucket bucket, long permits) {
    send(bucket, changes(bucket).add(permits));
  }

  @Override
  public void stopWaiting(PermitBucket bucket) {
    var unused = call(bucket, -1, NO_CHANGE);
  }

  private PermitChanges changes(PermitBucket bucket) {
    return changes.computeIfAbsent(bucket.key(), key -> new PermitChanges());
  }

  private void send(PermitBucket bucket, @Nullable Change change) {
    if (change != null) {
      var unused = call(bucket, 0, change);
    }
  }

  /** Calls the script; its change is confirmed by a response, or will be sent again. */
  private CompletableFuture<Object> call(PermitBucket bucket, long wanted, Change change) {
    List<byte[]> names = PermitScript.keys(keys, bucket, caller);
    byte[][] arguments = PermitScript.arguments(bucket, wanted, caller, change);
    CompletableFuture<Object> response = link.start(PermitScript.script(), names, arguments);
    return response.whenComplete((wait, failure) -> {
      if (failure == null) {
        send(bucket, changes(bucket).confirm(change));
      } else {
        changes(bucket).fail(change);
      }
    });
  }

  /** Returns the prefix of the keys. */
  @Override
  public String toString() {
    return "RedisPermitStore[" + link.server() + ", " + keys.prefix() + "]";
  }
}
