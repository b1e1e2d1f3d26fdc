package org.atomicagents.examples.scaleout.places;

import java.util.List;
import java.util.Map;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;

/** Models with a fixed response, to measure the time of everything else. */
final class Responses {
  private Responses() {}

  static Model model(String response) {
    List<ModelEvent> events =
        List.of(
            new ModelEvent.Started("response-1", "fixed", Map.of()),
            new ModelEvent.TextDelta(response),
            new ModelEvent.UsageReport(Usage.of(90, 30)),
            new ModelEvent.Finished(FinishReason.STOP, "stop"));
    ModelClient client = (request, context) -> ModelExchange.of(events);
    return Model.of(client, "fixed").withModes(ResponseMode.JSON_SCHEMA);
  }
}
