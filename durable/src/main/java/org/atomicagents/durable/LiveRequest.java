package org.atomicagents.durable;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.durable.RecordedResponse.RecordedCharge;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.price.Charge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that is sent inside of a step, and the usage that it adds to its run. */
final class LiveRequest implements StepAction<RecordedResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRequest.class);

  private final StepName name;
  private final ModelRequest request;
  private final RunContext context;
  private final Interceptor.Chain chain;
  private final @Nullable LiveEvents live;
  private volatile boolean isSent;

  LiveRequest(
      StepName name,
      ModelRequest request,
      RunContext context,
      Interceptor.Chain chain,
      @Nullable LiveEvents live) {
    this.name = name;
    this.request = request;
    this.context = context;
    this.chain = chain;
    this.live = live;
  }

  /** Returns whether the request was sent by this run, which has counted its usage then. */
  boolean isSent() {
    return isSent;
  }

  @Override
  public RecordedResponse run() {
    isSent = true;
    int charges = context.charges().size();
    int ids = context.requestIds().size();
    try {
      List<ModelEvent> events = readAll();
      return new RecordedResponse(events, charges(charges), requestIds(ids));
    } catch (AgentException e) {
      List<Charge> all = context.charges();
      List<Charge> added = all.subList(charges, all.size());
      Usage usage = added.stream().map(Charge::usage).reduce(Usage.NONE, Usage::plus);
      e.recordUsage(usage, requestIds(ids), added);
      throw e;
    }
  }

  /** Returns all events; the usage is recorded when the exchange is closed. */
  private List<ModelEvent> readAll() {
    try (ModelExchange exchange = chain.proceed(request, context)) {
      return readAll(exchange);
    }
  }

  private List<ModelEvent> readAll(ModelExchange exchange) {
    // The run has no reference to the exchange, so that a cancellation must close it here.
    Runnable uncancel = context.onCancel(exchange::close);
    try {
      var events = new ArrayList<ModelEvent>();
      for (ModelEvent event : exchange) {
        events.add(event);
        show(event);
      }
      return events;
    } finally {
      uncancel.run();
    }
  }

  private void show(ModelEvent event) {
    if (live == null) {
      return;
    }
    try {
      live.receive(name, event);
    } catch (RuntimeException e) {
      // The response is paid: what only shows it must not lose it.
      LOG.warn("The listener to live events of step '{}' failed", name, e);
    }
  }

  private List<RecordedCharge> charges(int from) {
    List<Charge> all = context.charges();
    return RecordedCharge.of(all.subList(from, all.size()));
  }

  private List<String> requestIds(int from) {
    List<String> all = context.requestIds();
    return all.subList(from, all.size());
  }
}
