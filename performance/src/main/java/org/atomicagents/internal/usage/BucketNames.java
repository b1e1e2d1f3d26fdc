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

  private record Named(UsageScope scope, UsageBucket bucket) {}

  /** A window, with its latest bucket. */
  private static final class Period {
    private final Instant from;
    private final Instant until;
    private final @Nullable Instant expiry;
    private final String suffix;
    private volatile @Nullable Named latest;

    /**
     * Creates a window.
     *
     * @param suffix the last part of the keys
     */
    Period(Instant from, Instant until, @Nullable Instant expiry, String suffix) {
      this.from = from;
      this.until = until;
      this.expiry = expiry;
      this.suffix = suffix;
    }

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
    Named named = period.latest;
    if (named == null || !named.scope.equals(scope)) {
      String key = prefix + name(scope) + period.suffix;
      named = new Named(scope, new UsageBucket(key, period.expiry));
      period.latest = named;
    }
    return extended(named.bucket, time);
  }

  /** Returns a bucket with the expiry at a time: each request keeps its session open. */
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
