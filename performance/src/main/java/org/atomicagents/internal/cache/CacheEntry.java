package org.atomicagents.internal.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * A cached output. Immutable, like its output.
 *
 * @param type the type of the output
 * @param text the output as JSON
 * @param model the model that returned the output
 * @param replayed the opaque parts of the response
 * @param createdNanos the time of its creation, on the monotonic clock of the cache
 * @param lifetimeNanos the time after which the entry has expired
 */
record CacheEntry(
    Type type,
    Object output,
    OutputText text,
    String model,
    FinishReason finishReason,
    Replayed replayed,
    long createdNanos,
    long lifetimeNanos) {

  /**
   * The parts of a response that only the provider and model of a request understand.
   *
   * @param fingerprint the fingerprint of that request
   */
  record Replayed(List<Content> opaque, String fingerprint) {
    static final Replayed NOTHING = new Replayed(List.of(), "");
  }

  /** Returns the entry of a result. */
  static CacheEntry of(
      RunResult<?> result,
      Type type,
      OutputText text,
      String fingerprint,
      long createdNanos,
      long lifetimeNanos) {
    return new CacheEntry(
        type,
        result.output(),
        text,
        result.model(),
        result.finishReason(),
        result.opaque().isEmpty() ? Replayed.NOTHING : new Replayed(result.opaque(), fingerprint),
        createdNanos,
        lifetimeNanos);
  }

  /** Returns the output as JSON. */
  String json() {
    return text.json();
  }

  /** Returns the opaque parts for a run; empty if its request is another one. */
  List<Content> opaqueFor(PreparedRun<?> run) {
    return replayed.opaque().isEmpty() || replayed.fingerprint().equals(run.fingerprint())
        ? replayed.opaque()
        : List.of();
  }

  /** Returns whether the entry has a type and is younger than a maximum age. */
  boolean isUsable(Type expected, @Nullable Long maxAgeNanos, long now) {
    return type.equals(expected) && (maxAgeNanos == null || now - createdNanos < maxAgeNanos);
  }

  /** Returns a copy that lives no longer than a duration. */
  CacheEntry limitedTo(long maxNanos) {
    return new CacheEntry(
        type,
        output,
        text,
        model,
        finishReason,
        replayed,
        createdNanos,
        Math.min(lifetimeNanos, maxNanos));
  }

  /** Returns the time since the entry was created. */
  Duration age(long now) {
    return Duration.ofNanos(Math.max(0, now - createdNanos));
  }

  boolean isExpired(long now) {
    return now - createdNanos >= lifetimeNanos;
  }

  /** Returns whether the entry has expired for at least a duration. */
  boolean isExpiredFor(long nanos, long now) {
    return isExpired(now) && now - createdNanos - lifetimeNanos >= nanos;
  }
}
