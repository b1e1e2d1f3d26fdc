package org.atomicagents.internal.redis.sharing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.redis.RedisLink;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of a request whose response this process publishes.
 *
 * <p>No caller waits for Redis except at the end: the first event is sent at once, and those that
 * arrive while an entry is on its way form the next one. After a failed or refused entry, nothing
 * more is published. Thread-safe.
 */
final class ResponseLease {
  private static final Logger LOG = LoggerFactory.getLogger(ResponseLease.class);
  private static final int MAX_ENTRY_BYTES = 64 * 1024;
  private static final byte[] NOTHING = {};
  private static final long PUBLISHED = 1;

  private final RedisLink link;
  private final List<byte[]> keys;
  private final long token;
  private final SharingSettings settings;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  // All fields below are guarded by the lock.
  private List<ModelEvent> pending = new ArrayList<>();
  private boolean isSending;
  private long sendingSince;
  private @Nullable EntryKind end;
  private byte[] failure = NOTHING;

  ResponseLease(RedisLink link, List<byte[]> keys, long token, SharingSettings settings) {
    this.link = link;
    this.keys = keys;
    this.token = token;
    this.settings = settings;
  }

  long token() {
    return token;
  }

  /** Publishes an event. */
  void publish(ModelEvent event) {
    lock.lock();
    try {
      if (end == null && !over.isDone()) {
        pending.add(event);
        sendNext();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Renews the lease, unless an entry is on its way, which renews it, too. */
  void renew() {
    lock.lock();
    try {
      boolean isStuck = isSending && System.nanoTime() - sendingSince > link.timeout().toNanos();
      if (isStuck) {
        lose("no response within " + link.timeout().toMillis() + " ms");
      } else if (!isSending && end == null && !over.isDone()) {
        send(EntryKind.RENEWAL, List.of());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Publishes the end, after all events. */
  void end(EntryKind kind, @Nullable AgentException cause) {
    byte[] encoded = cause == null ? NOTHING : SharedFailure.encode(cause);
    lock.lock();
    try {
      if (end == null && !over.isDone()) {
        end = kind;
        failure = encoded;
        sendNext();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs an action, which must not block, when the end is published or cannot be published. */
  void whenOver(Runnable action) {
    var unused =
        over.completeOnTimeout(null, link.timeout().toNanos(), TimeUnit.NANOSECONDS)
            .thenRun(action);
  }

  /** Waits until the end is published, or cannot be published. */
  void awaitEnd() {
    try {
      over.get(link.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the response is complete, whatever the other processes
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("The end of a shared response may not be published", e);
    }
  }

  private void sendNext() {
    if (isSending || over.isDone()) {
      return;
    }
    List<ModelEvent> next = takePending();
    EntryKind last = end;
    if (last != null && pending.isEmpty()) {
      send(last, next);
    } else if (!next.isEmpty()) {
      send(EntryKind.EVENTS, next);
    }
  }

  private List<ModelEvent> takePending() {
    int count = 0;
    long bytes = 0;
    while (count < pending.size() && bytes < MAX_ENTRY_BYTES) {
      bytes += EventSize.of(pending.get(count));
      count++;
    }
    List<ModelEvent> taken = pending.subList(0, count);
    pending = new ArrayList<>(pending.subList(count, pending.size()));
    return taken;
  }

  private void send(EntryKind kind, List<ModelEvent> events) {
    isSending = true;
    sendingSince = System.nanoTime();
    byte[][] args = {
      RedisLink.bytes(token),
      RedisLink.bytes(kind.code()),
      millis(settings.lease()),
      millis(settings.lifetime()),
      events.isEmpty() ? NOTHING : ResponseEntry.encode(events),
      kind == EntryKind.FAILED ? failure : NOTHING,
      RedisLink.bytes(settings.maxBytes()),
      millis(settings.retention()),
      millis(SharingSettings.DRAIN)
    };
    var unused =
        link.start(SharingScripts.PUBLISH, keys, args)
            .whenComplete((result, problem) -> sent(kind, result, problem));
  }

  private static byte[] millis(Duration length) {
    return RedisLink.bytes(length.toMillis());
  }

  private void sent(EntryKind kind, @Nullable Object result, @Nullable Throwable problem) {
    lock.lock();
    try {
      isSending = false;
      if (problem != null) {
        lose(String.valueOf(problem.getMessage()));
      } else if (!(result instanceof Long number) || number != PUBLISHED) {
        lose("another process has the lease, or the response is too large");
      } else if (kind == end) {
        over.complete(null);
      } else {
        sendNext();
      }
    } finally {
      lock.unlock();
    }
  }

  private void lose(String reason) {
    pending.clear();
    if (over.complete(null)) {
      LOG.debug("A shared response is not published any more: {}", reason);
    }
  }
}
