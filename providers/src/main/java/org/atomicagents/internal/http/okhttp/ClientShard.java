package org.atomicagents.internal.http.okhttp;

import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * A pool of the HTTP library, for so many calls at a time.
 *
 * <p>Thread-safe.
 */
final class ClientShard {
  private final OkHttpClient client;
  private final int maxCalls;
  private final AtomicInteger activeCalls = new AtomicInteger();

  ClientShard(OkHttpClient client, int room) {
    this.client = client;
    this.maxCalls = room;
  }

  /** Whether there was room for one more call, which leaves in the end. */
  boolean tryAcquire() {
    for (int now = activeCalls.get(); now < maxCalls; now = activeCalls.get()) {
      if (activeCalls.compareAndSet(now, now + 1)) {
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
