package org.atomicagents.testing.internal.server;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server-sent events of a response of the Responses API; those with text are created when they
 * are read. Immutable.
 */
final class ResponsesEvents extends AbstractList<String> implements RandomAccess {
  private final GeneratedResponse response;
  private final List<String> chunks;
  private final List<ObjectNode> before = new ArrayList<>();
  private final List<ObjectNode> after = new ArrayList<>();
  private final int itemIndex;

  ResponsesEvents(GeneratedResponse response, List<String> chunks) {
    this.response = response;
    this.chunks = chunks;
    this.itemIndex = response.hasReasoning() ? 1 : 0;
    addBeginning();
    addEnd();
  }

  /** Returns the index of the first event with text. */
  int firstText() {
    return before.size();
  }

  @Override
  public int size() {
    return before.size() + chunks.size() + after.size();
  }

  @Override
  public String get(int index) {
    int text = index - before.size();
    ObjectNode event =
        text < 0
            ? before.get(index)
            : text < chunks.size() ? delta(chunks.get(text)) : after.get(text - chunks.size());
    ObjectNode numbered = event.deepCopy().put("sequence_number", index);
    return "event: " + event.get("type").stringValue() + "\n" + SseEvents.of(numbered);
  }

  private void addBeginning() {
    before.add(event("response.created").set("response", response.envelope("in_progress")));
    before.add(event("response.in_progress").set("response", response.envelope("in_progress")));
    if (response.hasReasoning()) {
      addReasoning();
    }
    before.add(
        itemEvent("response.output_item.added").set("item", response.item("in_progress", "")));
    if (!response.isCall()) {
      before.add(partEvent("response.content_part.added").set("part", response.textPart("")));
    }
  }

  private void addReasoning() {
    ObjectNode item = response.reasoning();
    before.add(event("response.output_item.added").put("output_index", 0).set("item", item));
    String summary = response.summary();
    if (summary != null) {
      before.add(
          summaryEvent("response.reasoning_summary_part.added")
              .set("part", GeneratedResponse.summaryPart("")));
      before.add(summaryEvent("response.reasoning_summary_text.delta").put("delta", summary));
      before.add(summaryEvent("response.reasoning_summary_text.done").put("text", summary));
    }
    before.add(event("response.output_item.done").put("output_index", 0).set("item", item));
  }

  private void addEnd() {
    String text = response.text();
    if (response.isCall()) {
      after.add(itemEvent("response.function_call_arguments.done").put("arguments", text));
    } else {
      after.add(partEvent("response.output_text.done").put("text", text));
      after.add(partEvent("response.content_part.done").set("part", response.textPart(text)));
    }
    after.add(
        itemEvent("response.output_item.done").set("item", response.item(response.status(), text)));
    after.add(event("response." + response.status()).set("response", response.complete()));
  }

  private ObjectNode delta(String text) {
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
