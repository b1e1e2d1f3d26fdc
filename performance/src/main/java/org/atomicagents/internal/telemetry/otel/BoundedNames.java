package org.atomicagents.internal.telemetry.otel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values of one attribute of metrics: the first ones as they are, all further ones as {@code
 * other}, so that a metric has a bounded number of series. Thread-safe.
 */
final class BoundedNames {
  static final String OTHER = "other";

  private static final int MAX_LENGTH = 200;

  private final int max;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * Creates an empty set.
   *
   * @param max the number of values, which concurrent additions may exceed slightly
   */
  BoundedNames(int max) {
    this.max = max;
  }

  /** Returns a value, or {@code other} if it is long, or if there are too many different ones. */
  String of(String value) {
    if (known.contains(value)) {
      return value;
    }
    if (known.size() >= max || value.length() > MAX_LENGTH) {
      return OTHER;
    }
    known.add(value);
    return value;
  }
}
