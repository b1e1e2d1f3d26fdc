package org.atomicagents.internal.http;

import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * A pool of the HTTP library, for so many calls at a time.
 *
 * <p>Thread-safe.
 */
final class Shelf {
  private final OkHttpClient client;
  private final int room;
  private final AtomicInteger calls = new AtomicInteger();

  Shelf(OkHttpClient client, int room) {
    this.client = client;
    this.room = room;
  }

  /** Whether there was room for one more call, which leaves in the end. */
  boolean takes() {
    for (int now = calls.get(); now < room; now = calls.get()) {
      if (calls.compareAndSet(now, now + 1)) {
        return true;
      }
    }
    return false;
  }

  void left() {
    calls.decrementAndGet();
  }

  Call newCall(Request request) {
    return client.newCall(request);
  }
}
