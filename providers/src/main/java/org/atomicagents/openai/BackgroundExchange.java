package org.atomicagents.openai;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose response is generated in the background: it is requested again and again until
 * it is complete (https://developers.openai.com/api/docs/guides/background).
 *
 * <p>A failed poll does not lose the response: the {@value #MAX_FAILURES}th failure in a row, or
 * one that is not retryable, ends the exchange. The pause doubles after each failure, up to a
 * minute or the interval if that is longer, and is at least as long as the provider requires. A
 * response that is not read to its end is cancelled at the provider.
 */
final class BackgroundExchange implements ModelExchange {
  private static final int MAX_FAILURES = 5;
  private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(10);
  private static final String ACTIVITY = "waiting for a response in the background";
  private static final Set<String> PENDING = Set.of("queued", "in_progress");

  private final ModelExchange created;
  private final Requests requests;
  private final Duration interval;
  private final RunContext call;
  private final AtomicBoolean iterated = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable String id;

  BackgroundExchange(ModelExchange created, Requests requests, Duration interval, RunContext call) {
    this.created = created;
    this.requests = requests;
    this.interval = interval;
    this.call = call;
  }

  /** The requests about a response that was created before. */
  interface Requests {

    /** Returns the exchange of a request for the state of a response. */
    ModelExchange get(String id);

    /** Cancels a response; a failure is ignored. */
    void cancel(String id);
  }

  /** Returns whether a finish reason is that of a response that is not complete. */
  static boolean isPending(String status) {
    return PENDING.contains(status);
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    if (iterated.getAndSet(true)) {
      throw new IllegalStateException("The events of an exchange can be read once.");
    }
    return new EventIterator();
  }

  /** Cancels the response at the provider unless it is complete; does not block. */
  @Override
  public void close() {
    String unread = id;
    if (!ended.getAndSet(true) && unread != null) {
      // The caller's thread may be interrupted, and must not wait for another response.
      Thread.ofVirtual().name("atomic-agents-cancel").start(() -> requests.cancel(unread));
    }
    created.close();
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    private final ArrayDeque<ModelEvent> ready = new ArrayDeque<>();
    private boolean isCreated;
    private boolean isComplete;
    private int failures;
    private Duration retryAfter = Duration.ZERO;

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && !isComplete) {
        advance();
      }
      return !ready.isEmpty();
    }

    @Override
    public ModelEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The response has ended.");
      }
      return ready.remove();
    }

    private void advance() {
      try {
        if (isCreated) {
          poll(id == null ? "" : id);
        } else {
          isCreated = true;
          read(created);
        }
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }

    private void poll(String created) {
      pause();
      try (ModelExchange state = requests.get(created)) {
        read(state);
        failures = 0;
        retryAfter = Duration.ZERO;
      } catch (AgentException e) {
        failures++;
        if (!e.isRetryable() || failures >= MAX_FAILURES) {
          throw e;
        }
        retryAfter = retryAfter(e);
      }
    }

    /** Pauses for the interval, or longer after failures, and at most until the deadline. */
    private void pause() {
      Duration longest = max(interval, MAX_PAUSE);
      Duration doubled = min(interval.multipliedBy(1L << failures), longest);
      long length = max(doubled, min(retryAfter, MAX_RETRY_AFTER)).toNanos();
      long nanos = Math.min(length, call.deadline().remainingNanos());
      call.sleep(Duration.ofNanos(nanos), Phase.FIRST_BYTE, ACTIVITY);
      call.deadline().check(ACTIVITY);
      if (ended.get()) {
        throw CancelledException.closed(ACTIVITY);
      }
    }

    /** Reads the state of the response; its events are delivered once it is complete. */
    private void read(ModelExchange exchange) {
      var events = new ArrayDeque<ModelEvent>();
      boolean isPending = false;
      for (ModelEvent event : exchange) {
        if (event instanceof ModelEvent.Started started) {
          if (id == null) {
            id = started.id();
            ready.add(started);
          }
        } else if (event instanceof ModelEvent.Finished finished
            && isPending(finished.rawReason())) {
          isPending = true;
        } else {
          events.add(event);
        }
      }
      if (!isPending) {
        isComplete = true;
        ended.set(true);
        ready.addAll(events);
      }
    }
  }

  private static Duration retryAfter(AgentException failure) {
    return switch (failure) {
      case RateLimitedException limited -> limited.retryAfter().orElse(Duration.ZERO);
      case UnavailableException unavailable -> unavailable.retryAfter().orElse(Duration.ZERO);
      default -> Duration.ZERO;
    };
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
