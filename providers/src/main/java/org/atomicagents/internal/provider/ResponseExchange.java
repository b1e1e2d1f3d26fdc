package org.atomicagents.internal.provider;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.jspecify.annotations.Nullable;

/** An exchange whose events are parsed while the response arrives. */
final class ResponseExchange implements ModelExchange {
  private final HttpResponse response;
  private final ResponseBodyReader body;
  private final RunContext call;
  private final UnaryOperator<String> redactor;
  private final AtomicBoolean iterated = new AtomicBoolean();
  private volatile boolean complete;
  private @Nullable AgentException failure;

  /**
   * Creates an exchange that was not read yet.
   *
   * @param redactor removes secrets from a text
   */
  ResponseExchange(
      HttpResponse response,
      ResponseBodyReader body,
      RunContext call,
      UnaryOperator<String> redactor) {
    this.response = response;
    this.body = body;
    this.call = call;
    this.redactor = redactor;
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
        response.finish();
        return false;
      }
      advance();
    }
    return true;
  }

  /** Returns the connection to the pool if the response is complete; otherwise closes it. */
  @Override
  public void close() {
    if (complete) {
      response.finish();
    } else {
      response.close();
    }
  }

  private void advance() {
    long start = call.timings().now();
    try {
      complete = !body.advance();
    } catch (AgentException e) {
      failure = e;
      response.close();
    } finally {
      call.timings().addSince(Phase.STREAM, start);
    }
  }

  private ModelEvent redact(ModelEvent.Started started) {
    String id = started.id() == null ? null : redactor.apply(started.id());
    return new ModelEvent.Started(id, redactor.apply(started.model()), started.headers());
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    @Override
    public boolean hasNext() {
      return ResponseExchange.this.hasNext();
    }

    @Override
    public ModelEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The response has ended.");
      }
      ModelEvent event = body.events().remove();
      return event instanceof ModelEvent.Started started ? redact(started) : event;
    }
  }
}
