package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.trace.SpanContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The spans of the latest responses by the id of the response, for links. Thread-safe. */
final class ResponseSpans {
  private static final int MAX = 1_000;
  private static final int MAX_ID_LENGTH = 200;

  private final Lock lock = new ReentrantLock();
  private final Map<String, SpanContext> latest =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SpanContext> eldest) {
          return size() > MAX;
        }
      };

  void put(String responseId, SpanContext span) {
    if (responseId.length() > MAX_ID_LENGTH) {
      return;
    }
    lock.lock();
    try {
      latest.put(responseId, span);
    } finally {
      lock.unlock();
    }
  }

  @Nullable SpanContext get(String responseId) {
    lock.lock();
    try {
      return latest.get(responseId);
    } finally {
      lock.unlock();
    }
  }
}
