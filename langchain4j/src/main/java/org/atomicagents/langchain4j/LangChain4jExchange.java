package org.atomicagents.langchain4j;

import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * An exchange whose request is sent on a virtual thread of its own.
 *
 * <p>The reader never waits for that thread: an end of the exchange interrupts it and cancels the
 * stream of LangChain4j, and whatever arrives later is ignored.
 */
final class LangChain4jExchange implements ModelExchange {
  /** The activity of the reader, for messages. */
  static final String ACTIVITY = "waiting for a model of LangChain4j";

  private static final Logger log = LoggerFactory.getLogger(LangChain4jExchange.class);
  // A clock of tests without progress must not turn the wait into a busy loop.
  private static final long MIN_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final RunContext call;
  private final Duration silence;
  private final FailureMapper failures;
  private final EventQueue queue = new EventQueue();
  private final ResponseHandler handler;
  private final AtomicBoolean isIterated = new AtomicBoolean();
  private final @Nullable Map<String, String> loggingContext = MDC.getCopyOfContextMap();
  private volatile @Nullable StreamingHandle handle;
  private volatile @Nullable Thread worker;
  private volatile Runnable unregister = () -> {};
  private @Nullable AgentException failure;

  /**
   * Creates an exchange that was not sent.
   *
   * @param silence the longest time without an event
   */
  LangChain4jExchange(
      RunContext call, Duration silence, FailureMapper failures, ResponseSource source) {
    this.call = call;
    this.silence = silence;
    this.failures = failures;
    this.handler = new ResponseHandler(source, queue, this::accept);
  }

  /** Sends the request by an action, which gets the handler of its response. */
  void start(Consumer<StreamingChatResponseHandler> request) {
    Thread thread =
        Thread.ofVirtual().name("atomic-agents-langchain4j").unstarted(() -> run(request));
    worker = thread;
    unregister = call.onCancel(this::cancel);
    thread.start();
  }

  private void run(Consumer<StreamingChatResponseHandler> request) {
    if (loggingContext != null) {
      MDC.setContextMap(loggingContext);
    }
    try {
      // An interrupt has no effect before the start of a thread.
      if (queue.isOpen()) {
        request.accept(handler);
      }
    } catch (Throwable e) {
      handler.onError(e);
    }
  }

  private void accept(StreamingHandle received) {
    handle = received;
    if (queue.state() == EventQueue.State.CANCELLED) {
      cancel(received);
    }
  }

  private void cancel() {
    if (queue.cancel()) {
      StreamingHandle known = handle;
      if (known != null) {
        cancel(known);
      }
      Thread thread = worker;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  private static void cancel(StreamingHandle stream) {
    try {
      if (!stream.isCancelled()) {
        stream.cancel();
      }
    } catch (RuntimeException e) {
      log.debug("The provider does not support cancelling a stream", e);
    }
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    if (isIterated.getAndSet(true)) {
      throw new IllegalStateException("The events of an exchange can be read once.");
    }
    return new EventIterator();
  }

  @Override
  public void close() {
    cancel();
    unregister.run();
  }

  private boolean hasNext() {
    if (failure != null) {
      throw failure;
    }
    long limit = silence.toNanos();
    while (true) {
      if (queue.state() == EventQueue.State.CANCELLED) {
        throw end(CancelledException.closed(ACTIVITY));
      }
      if (queue.state() == EventQueue.State.ENDED) {
        return endOfResponse();
      }
      requireTime();
      if (queue.hasEvent()) {
        return true;
      }
      if (limit <= 0) {
        throw end(TimedOutException.of(silenceLimit(), silence, ACTIVITY));
      }
      limit -= await(limit);
    }
  }

  // A complete response is read even if the deadline has passed.
  private void requireTime() {
    try {
      call.deadline().check(ACTIVITY);
    } catch (TimedOutException e) {
      throw end(e);
    }
  }

  // No event is added from now on.
  private boolean endOfResponse() {
    if (queue.hasEvent()) {
      return true;
    }
    unregister.run();
    Throwable cause = queue.failure();
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause != null) {
      throw end(failures.map(cause, queue.hasReceived()));
    }
    return false;
  }

  /** Waits for a change of the queue; returns the time in nanoseconds. */
  private long await(long limit) {
    long start = System.nanoTime();
    long timed = call.timings().now();
    Phase phase = queue.hasReceived() ? Phase.STREAM : Phase.FIRST_BYTE;
    try {
      long remaining = Math.max(MIN_WAIT_NANOS, call.deadline().remainingNanos());
      boolean unused = queue.await(Math.min(limit, remaining));
    } catch (InterruptedException e) {
      throw end(CancelledException.interrupted(ACTIVITY, e));
    } finally {
      call.timings().addSince(phase, timed);
    }
    return Math.max(1, System.nanoTime() - start);
  }

  private TimedOutException.Limit silenceLimit() {
    return queue.hasReceived()
        ? TimedOutException.Limit.BETWEEN_CHUNKS
        : TimedOutException.Limit.FIRST_BYTE;
  }

  private AgentException end(AgentException cause) {
    failure = cause;
    close();
    return cause;
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    @Override
    public boolean hasNext() {
      return LangChain4jExchange.this.hasNext();
    }

    @Override
    public ModelEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The response has ended.");
      }
      return queue.remove();
    }
  }
}
