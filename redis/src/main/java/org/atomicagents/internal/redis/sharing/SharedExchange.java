package org.atomicagents.internal.redis.sharing;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The response of one run, which this run requests itself, or receives from another run or process.
 *
 * <p>{@link #close()} may be called by any thread, all else by one.
 */
final class SharedExchange implements ModelExchange {
  private final SharingCore core;
  private final SharedResponse response;
  private final SharedRequest shared;
  private final SharingSettings settings;
  private final long seen;
  private final ModelRequest request;
  private final RunContext context;
  private final Interceptor.Chain chain;
  private final AtomicBoolean isLeft = new AtomicBoolean();
  private final Queue<ModelEvent> received = new ArrayDeque<>();
  private int generation;
  private int count;
  private boolean isPassedOn;
  private boolean isIterated;
  private boolean isEnded;
  // The token of the latest response that the run has received.
  private volatile long token;
  // The exchange of a request that this run has sent; null for a follower.
  private volatile @Nullable ModelExchange own;
  private @Nullable Iterator<ModelEvent> ownEvents;
  private volatile boolean isClosed;

  SharedExchange(
      SharingCore core,
      SharedResponse response,
      SharedRequest shared,
      SharingSettings settings,
      long seen,
      ModelRequest request,
      RunContext context,
      Interceptor.Chain chain) {
    this.core = core;
    this.response = response;
    this.shared = shared;
    this.settings = settings;
    this.seen = seen;
    this.token = seen;
    this.request = request;
    this.context = context;
    this.chain = chain;
  }

  /** Waits until the response begins. */
  void start() {
    advance();
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    if (isIterated) {
      throw new IllegalStateException("The events of an exchange can be read once.");
    }
    isIterated = true;
    return new EventIterator();
  }

  @Override
  public void close() {
    isClosed = true;
    response.wake();
    ModelExchange opened = own;
    try {
      if (opened != null) {
        opened.close();
      }
    } finally {
      leave();
    }
  }

  private void leave() {
    if (!isLeft.getAndSet(true)) {
      core.leave(shared, response, context, token);
    }
  }

  /** Waits for events, or for the role of the leader; returns false at the end. */
  private boolean advance() {
    while (received.isEmpty() && own == null && !isEnded) {
      switch (await()) {
        case SharedStep.Received step -> receive(step);
        case SharedStep.Claimed claimed -> claim();
        case SharedStep.Unshared unshared -> send(null);
        case SharedStep.Ended end -> end(end);
      }
    }
    return !isEnded || !received.isEmpty();
  }

  private SharedStep await() {
    long since = context.timings().now();
    try {
      return response.await(generation, count, context, () -> isClosed);
    } finally {
      context.timings().addSince(Phase.CACHE, since);
    }
  }

  private void receive(SharedStep.Received step) {
    if (step.token() != RunResponses.NONE && step.token() == seen) {
      // The run has rejected this response already.
      send(null);
      return;
    }
    if (generation == 0 && context.listeners().isActive()) {
      context.listeners().emit(new AgentEvent.RequestShared(context.agent(), request.model()));
    }
    restart(step.generation());
    setToken(step.token());
    received.addAll(step.events());
    count += step.events().size();
  }

  /** Voids the events of an earlier generation. */
  private void restart(int newGeneration) {
    if (generation != newGeneration && isPassedOn) {
      OutputFormat output = request.output();
      received.add(
          new ModelEvent.ModelChanged(request.model(), output == null ? null : output.mode()));
    }
    if (generation != newGeneration) {
      generation = newGeneration;
      count = 0;
    }
  }

  private void claim() {
    Leadership leadership = core.join(shared, response, settings, seen);
    if (leadership != null) {
      setToken(leadership.token());
      send(leadership);
    }
  }

  private void end(SharedStep.Ended end) {
    AgentException failure = end.failure();
    restart(end.generation());
    isEnded = true;
    leave();
    if (failure != null) {
      throw failure.forOtherCaller();
    }
  }

  private void setToken(long newToken) {
    if (newToken != RunResponses.NONE) {
      token = newToken;
    }
  }

  /** Sends a request, whose response is published by a leader. */
  private void send(@Nullable Leadership leadership) {
    restart(leadership == null ? generation + 1 : leadership.generation());
    boolean isOpen = false;
    try {
      ModelExchange opened = chain.proceed(request, context);
      ModelExchange exchange = leadership == null ? opened : new LedExchange(opened, leadership);
      own = exchange;
      if (isClosed) {
        exchange.close();
        throw CancelledException.closed("sending a request");
      }
      ownEvents = exchange.iterator();
      isOpen = true;
    } catch (AgentException e) {
      if (leadership != null) {
        leadership.fail(e);
      }
      throw e;
    } finally {
      if (!isOpen && leadership != null) {
        leadership.handOver(); // nothing to do after a failure of the request
      }
    }
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    @Override
    public boolean hasNext() {
      if (received.isEmpty() && !advance()) {
        return false;
      }
      return !received.isEmpty() || (ownEvents != null && ownEvents.hasNext());
    }

    @Override
    public ModelEvent next() {
      if (received.isEmpty() && !advance()) {
        throw new NoSuchElementException("The response has ended.");
      }
      isPassedOn = true;
      ModelEvent event = received.poll();
      if (event == null && ownEvents != null) {
        return ownEvents.next();
      }
      if (event == null) {
        throw new NoSuchElementException("The response has ended.");
      }
      return event;
    }
  }
}
