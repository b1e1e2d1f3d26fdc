package org.atomicagents.internal.http.okhttp;

import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * A client of the HTTP library with its own connection pool, for a limited number of calls.
 *
 * <p>Thread-safe.
 */
final class ClientShard {
  private final OkHttpClient client;
  private final int maxCalls;
  private final AtomicInteger activeCalls = new AtomicInteger();

  ClientShard(OkHttpClient client, int maxCalls) {
    this.client = client;
    this.maxCalls = maxCalls;
  }

  /** Adds a call and returns true unless the shard is full; the caller releases it at the end. */
  boolean tryAcquire() {
    for (int calls = activeCalls.get(); calls < maxCalls; calls = activeCalls.get()) {
      if (activeCalls.compareAndSet(calls, calls + 1)) {
        return true;
      }
    }
    return false;
  }

  void release() {
    activeCalls.decrementAndGet();
  }

  Call newCall(Request request) {
    return client.newCall(request);
  }
}
