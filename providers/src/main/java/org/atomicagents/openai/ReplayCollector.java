package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * A collector of the output items of a response, which {@link ReplayedItems} repeats in the next
 * request.
 *
 * <p>The answer and the function calls are collected without their content. A response that has
 * neither reasoning nor phases needs no replay. Responses in the background have reasoning without
 * its content: later items are collected without their ids, by which OpenAI would require it.
 */
final class ReplayCollector {
  private final List<String> items = new ArrayList<>();
  private boolean isNeeded;
  private boolean isReasoningLost;

  void add(OutputItem item, String json) {
    isReasoningLost |= item.isReasoning() && !item.isReplayable();
    if (!isReasoningLost) {
      addItem(item, json);
      return;
    }
    OutputItem rest = item.withoutReasoning();
    if (rest != null) {
      addItem(rest, rest.json().toString());
    }
  }

  private void addItem(OutputItem item, String json) {
    if (item.isMessage() && !item.isCommentary()) {
      items.add(withoutContent(item, "type", "id", "role", "status", "phase"));
      isNeeded |= !item.text("phase").isEmpty();
    } else if (item.isFunctionCall()) {
      items.add(withoutContent(item, "type", "id", "call_id"));
    } else {
      items.add(json);
      isNeeded = true;
    }
  }

  /** Returns the JSON of the opaque part; null if there is nothing to repeat. */
  @Nullable String part() {
    return isNeeded ? ReplayedItems.part(items) : null;
  }

  private static String withoutContent(OutputItem item, String... fields) {
    var kept = WireJson.JsonTreeReader.MAPPER.createObjectNode();
    for (String field : fields) {
      String text = item.text(field);
      if (!text.isEmpty()) {
        kept.put(field, text);
      }
    }
    return kept.toString();
  }
}
