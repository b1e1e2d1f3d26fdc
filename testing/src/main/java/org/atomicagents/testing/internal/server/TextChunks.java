package org.atomicagents.testing.internal.server;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.model.ModelEvent;

/** Splits texts and text events into chunks, as a stream does. */
public final class TextChunks {

  private TextChunks() {}

  /**
   * Splits an event into chunks.
   *
   * @param size maximum number of code points per chunk
   * @return at least one event, also for an empty text
   */
  public static List<ModelEvent> split(ModelEvent event, int size) {
    return switch (event) {
      case ModelEvent.TextDelta text ->
          split(text.text(), size).stream().<ModelEvent>map(ModelEvent.TextDelta::new).toList();
      case ModelEvent.ReasoningDelta reasoning ->
          split(reasoning.text(), size).stream()
              .<ModelEvent>map(ModelEvent.ReasoningDelta::new)
              .toList();
      case ModelEvent.ToolCallDelta call -> split(call, size);
      default -> List.of(event);
    };
  }

  /** Splits a text into chunks of up to {@code size} code points; never splits a surrogate pair. */
  static List<String> split(String text, int size) {
    var chunks = new ArrayList<String>();
    int start = 0;
    while (text.codePointCount(start, text.length()) > size) {
      int end = text.offsetByCodePoints(start, size);
      chunks.add(text.substring(start, end));
      start = end;
    }
    chunks.add(text.substring(start));
    return chunks;
  }

  // Like real providers: the first event has id and name, with empty arguments.
  private static List<ModelEvent> split(ModelEvent.ToolCallDelta call, int size) {
    List<String> chunks = split(call.arguments(), size);
    if (chunks.size() == 1) {
      return List.of(call);
    }
    var deltas = new ArrayList<ModelEvent>();
    deltas.add(new ModelEvent.ToolCallDelta(call.index(), call.id(), call.name(), ""));
    for (String chunk : chunks) {
      deltas.add(new ModelEvent.ToolCallDelta(call.index(), null, null, chunk));
    }
    return deltas;
  }
}
