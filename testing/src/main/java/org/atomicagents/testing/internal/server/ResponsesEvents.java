package org.atomicagents.testing.internal.server;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The server-sent events of a response of the Responses API; in order. Immutable. */
final class ResponsesEvents extends TextEvents {
  private final GeneratedResponse response;
  private final int itemIndex;

  ResponsesEvents(GeneratedResponse response, List<String> chunks) {
    super(chunks);
    this.response = response;
    this.itemIndex = response.hasReasoning() ? 1 : 0;
    addBeginning();
    addEnd();
  }

  @Override
  protected String format(ObjectNode event, int index) {
    return ServerJson.namedEvent(event.deepCopy().put("sequence_number", index));
  }

  private void addBeginning() {
    addBefore(event("response.created").set("response", response.envelope("in_progress")));
    addBefore(event("response.in_progress").set("response", response.envelope("in_progress")));
    if (response.hasReasoning()) {
      addReasoning();
    }
    addBefore(
        itemEvent("response.output_item.added").set("item", response.item("in_progress", "")));
    if (!response.isCall()) {
      addBefore(partEvent("response.content_part.added").set("part", response.textPart("")));
    }
  }

  private void addReasoning() {
    ObjectNode item = response.reasoning();
    addBefore(event("response.output_item.added").put("output_index", 0).set("item", item));
    String summary = response.summary();
    if (summary != null) {
      addBefore(
          summaryEvent("response.reasoning_summary_part.added")
              .set("part", GeneratedResponse.summaryPart("")));
      addBefore(summaryEvent("response.reasoning_summary_text.delta").put("delta", summary));
      addBefore(summaryEvent("response.reasoning_summary_text.done").put("text", summary));
    }
    addBefore(event("response.output_item.done").put("output_index", 0).set("item", item));
  }

  private void addEnd() {
    String text = response.text();
    if (response.isCall()) {
      addAfter(itemEvent("response.function_call_arguments.done").put("arguments", text));
    } else {
      addAfter(partEvent("response.output_text.done").put("text", text));
      addAfter(partEvent("response.content_part.done").set("part", response.textPart(text)));
    }
    addAfter(
        itemEvent("response.output_item.done").set("item", response.item(response.status(), text)));
    addAfter(event("response." + response.status()).set("response", response.complete()));
  }

  @Override
  protected ObjectNode textDelta(String text) {
    return response.isCall()
        ? itemEvent("response.function_call_arguments.delta").put("delta", text)
        : partEvent("response.output_text.delta")
            .put("delta", text)
            .set("logprobs", response.probabilities().tokens(text));
  }

  private ObjectNode summaryEvent(String type) {
    return event(type)
        .put("item_id", response.reasoningId())
        .put("output_index", 0)
        .put("summary_index", 0);
  }

  private ObjectNode partEvent(String type) {
    return itemEvent(type).put("content_index", 0);
  }

  private ObjectNode itemEvent(String type) {
    return event(type).put("item_id", response.itemId()).put("output_index", itemIndex);
  }

  private static ObjectNode event(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
