package org.atomicagents.testing.internal.server;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server-sent events of a response: those with text, which are created when they are read, and
 * those before and after them. Immutable after the constructor of the subclass.
 */
public abstract class TextEvents extends AbstractList<String> implements RandomAccess {
  private final List<String> chunks;
  private final List<ObjectNode> before = new ArrayList<>();
  private final List<ObjectNode> after = new ArrayList<>();

  /** Creates events for the chunks of a text. */
  protected TextEvents(List<String> chunks) {
    this.chunks = List.copyOf(chunks);
  }

  /** Adds an event before the text. */
  protected final void addBefore(ObjectNode event) {
    before.add(event);
  }

  /** Adds an event after the text. */
  protected final void addAfter(ObjectNode event) {
    after.add(event);
  }

  /** Returns the event with a chunk of the text. */
  protected abstract ObjectNode textDelta(String chunk);

  /** Returns the text of the event at an index. */
  protected String format(ObjectNode event, int index) {
    return ServerJson.namedEvent(event);
  }

  /** Returns these events as a stream, in which the chunks of the text are paced. */
  public final SimulatedResponse.EventStream toStream() {
    return new SimulatedResponse.EventStream(this, before.size(), chunks.size());
  }

  @Override
  public final int size() {
    return before.size() + chunks.size() + after.size();
  }

  @Override
  public final String get(int index) {
    int text = index - before.size();
    return format(
        text < 0
            ? before.get(index)
            : text < chunks.size() ? textDelta(chunks.get(text)) : after.get(text - chunks.size()),
        index);
  }
}
