package org.atomicagents.testing.internal.server;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.model.ModelEvent;

/** What a stream makes of something said: pieces of it, which together are the whole. */
public final class TextChunks {

  private TextChunks() {}

  /** The event in pieces of so many code points; at least one piece, also of an empty text. */
  public static List<ModelEvent> split(ModelEvent event, int size) {
    return switch (event) {
      case ModelEvent.TextDelta text ->
          split(text.text(), size).stream().<ModelEvent>map(ModelEvent.TextDelta::new).toList();
      case ModelEvent.ReasoningDelta thought ->
          split(thought.text(), size).stream()
              .<ModelEvent>map(ModelEvent.ReasoningDelta::new)
              .toList();
      case ModelEvent.ToolCallDelta call -> split(call, size);
      default -> List.of(event);
    };
  }

  /** The text in pieces of so many code points, never through the middle of one. */
  static List<String> split(String text, int size) {
    var pieces = new ArrayList<String>();
    int start = 0;
    while (text.codePointCount(start, text.length()) > size) {
      int end = text.offsetByCodePoints(start, size);
      pieces.add(text.substring(start, end));
      start = end;
    }
    pieces.add(text.substring(start));
    return pieces;
  }

  // As providers do: id and name come first, with the arguments still empty.
  private static List<ModelEvent> split(ModelEvent.ToolCallDelta call, int size) {
    List<String> pieces = split(call.arguments(), size);
    if (pieces.size() == 1) {
      return List.of(call);
    }
    var deltas = new ArrayList<ModelEvent>();
    deltas.add(new ModelEvent.ToolCallDelta(call.index(), call.id(), call.name(), ""));
    for (String piece : pieces) {
      deltas.add(new ModelEvent.ToolCallDelta(call.index(), null, null, piece));
    }
    return deltas;
  }
}
