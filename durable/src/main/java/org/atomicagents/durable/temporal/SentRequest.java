package org.atomicagents.durable.temporal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.atomicagents.durable.RecordedResponse;
import org.atomicagents.durable.RecordedResponse.RecordedCharge;
import org.atomicagents.durable.StepAction;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/**
 * A request that an activity sends.
 *
 * @param context a run of this request only
 * @param listener receives the events while they arrive
 */
record SentRequest(
    Model model, ModelRequest request, RunContext context, Consumer<ModelEvent> listener)
    implements StepAction<RecordedResponse> {

  @Override
  @SuppressWarnings("try") // The exchange records its usage when it is closed.
  public RecordedResponse run() {
    try (ModelExchange exchange = model.open(request, context)) {
      List<ModelEvent> events = readAll(exchange);
      exchange.close();
      List<RecordedCharge> charges =
          context.charges().stream()
              .map(charge -> new RecordedCharge(charge.model(), charge.usage(), charge.time()))
              .toList();
      return new RecordedResponse(events, charges, context.requestIds());
    } catch (AgentException e) {
      e.recordUsage(context.usage(), context.requestIds(), context.charges());
      throw e;
    }
  }

  private List<ModelEvent> readAll(ModelExchange exchange) {
    Runnable uncancel = context.onCancel(exchange::close);
    try {
      var events = new ArrayList<ModelEvent>();
      for (ModelEvent event : exchange) {
        events.add(event);
        listener.accept(event);
      }
      return events;
    } finally {
      uncancel.run();
    }
  }
}
