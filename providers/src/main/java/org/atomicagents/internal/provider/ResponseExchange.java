package org.atomicagents.internal.provider;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.Phase;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/** The events of a response that is still arriving. */
final class ResponseExchange implements ModelExchange {
  private final HttpResponse answer;
  private final ResponseBodyReader body;
  private final RunContext call;
  private final AtomicBoolean iterated = new AtomicBoolean();
  private volatile boolean complete;
  private @Nullable AgentException failure;

  ResponseExchange(HttpResponse answer, ResponseBodyReader body, RunContext call) {
    this.answer = answer;
    this.body = body;
    this.call = call;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    if (iterated.getAndSet(true)) {
      throw new IllegalStateException("The events of an exchange can be read once.");
    }
    return new EventIterator();
  }

  private boolean hasNext() {
    while (body.events().isEmpty()) {
      if (failure != null) {
        throw failure;
      }
      if (complete) {
        answer.finish();
        return false;
      }
      advance();
    }
    return true;
  }

  /** After the end the connection is kept for the next call; before it, it is cut. */
  @Override
  public void close() {
    if (complete) {
      answer.finish();
    } else {
      answer.close();
    }
  }

  private void advance() {
    long since = call.timings().now();
    try {
      complete = !body.advance();
    } catch (AgentException e) {
      failure = e;
      answer.close();
    } finally {
      call.timings().addSince(Phase.STREAM, since);
    }
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    @Override
    public boolean hasNext() {
      return ResponseExchange.this.hasNext();
    }

    @Override
    public ModelEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The answer has ended.");
      }
      return body.events().remove();
    }
  }
}
