package org.atomicagents.internal.usage;

import java.time.Instant;
import java.util.Locale;
import org.atomicagents.usage.UsageBucket;
import org.atomicagents.usage.UsageScope;
import org.atomicagents.usage.UsageWindow;
import org.jspecify.annotations.Nullable;

/** The buckets of a limiter, by scope and time. Thread-safe. */
final class BucketNames {
  private final String prefix;
  private final UsageWindow window;
  // Computing the window of a calendar takes longer than all other steps of a request.
  private volatile @Nullable Period latest;

  /**
   * A window.
   *
   * @param suffix the last part of the keys
   */
  private record Period(Instant from, Instant until, @Nullable Instant expiry, String suffix) {
    boolean contains(Instant time) {
      return !time.isBefore(from) && time.isBefore(until);
    }
  }

  BucketNames(UsageSettings settings) {
    this.window = settings.window();
    this.prefix = escaped(settings.name()) + "/";
  }

  UsageBucket at(UsageScope scope, Instant time) {
    Period period = latest;
    if (period == null || !period.contains(time)) {
      period = period(time);
      latest = period;
    }
    Instant expiry =
        window.length() == UsageWindow.Length.SESSION
            ? window.expiry(time).orElse(null)
            : period.expiry();
    return new UsageBucket(prefix + name(scope) + period.suffix(), expiry);
  }

  /** Returns a bucket for a settlement, which keeps a session open. */
  UsageBucket extended(UsageBucket bucket, Instant time) {
    return window.length() == UsageWindow.Length.SESSION
        ? new UsageBucket(bucket.key(), window.expiry(time).orElse(null))
        : bucket;
  }

  private Period period(Instant time) {
    Instant from = window.start(time).orElse(null);
    Instant until = window.end(time).orElse(null);
    Instant expiry = window.expiry(time).orElse(null);
    String length = window.length().name().toLowerCase(Locale.ROOT);
    return from == null || until == null
        ? new Period(Instant.MIN, Instant.MAX, expiry, length)
        : new Period(from, until, expiry, length + "/" + from);
  }

  private static String name(UsageScope scope) {
    String tenant = scope.tenant().isEmpty() ? "" : escaped(scope.tenant());
    return switch (scope.part()) {
      case WHOLE -> tenant + "/whole/";
      case CALL -> tenant + "/call/";
      case CONVERSATION -> tenant + "/conversation/" + escaped(scope.id()) + "/";
      case BATCH -> tenant + "/batch/" + escaped(scope.id()) + "/";
    };
  }

  // Two names must never make one key.
  private static String escaped(String name) {
    return name.indexOf('/') < 0 && name.indexOf('%') < 0
        ? name
        : name.replace("%", "%25").replace("/", "%2F");
  }
}
