package org.atomicagents.schema;

import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonPath;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A list, a set or an array of which only some items are there.
 *
 * @param parts whole ones; behind the count others may write
 * @param places the index of each item of a set; null if it is none
 */
@SuppressWarnings("ArrayRecordComponent") // shared with what goes on growing
record GrownList(
    Slot slot,
    ListNode node,
    @Nullable Object[] parts,
    int count,
    @Nullable Grown child,
    @Nullable Map<Object, Integer> places)
    implements Grown {

  @Override
  public Object value() {
    return slot.holding(held());
  }

  /** The items as the type wants them. */
  Object held() {
    Object last = child == null ? null : child.value();
    var all = new GrownItems(parts, last == null ? count : count + 1, last);
    return switch (node.kind()) {
      case LIST -> all;
      case SET -> places == null ? all : new GrownSet(all, places);
      default -> node.of(all);
    };
  }

  @Override
  public @Nullable Grown at(JsonPath.Step step) {
    if (!(step instanceof JsonPath.Index at) || at.index() > count) {
      return null;
    }
    return at.index() == count ? child : Marked.shown(node.item(), parts[at.index()]);
  }

  @Override
  public JsonPath.Step step(int index) {
    return new JsonPath.Index(index);
  }

  @Override
  public void write(JsonGenerator out) {
    out.writeStartArray();
    for (int i = 0; i < count; i++) {
      Marked.shown(node.item(), parts[i]).write(out);
    }
    if (child != null) {
      child.write(out);
    }
    out.writeEndArray();
  }

  @Override
  public List<?> items() {
    return new GrownItems(parts, count, null);
  }
}
