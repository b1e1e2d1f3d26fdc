package org.atomicagents.internal.schema.partial;

import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A list, a set or an array of which only some items are there.
 *
 * @param parts whole ones; behind the count others may write
 * @param indexes the index of each item of a set; null if it is none
 */
@SuppressWarnings("ArrayRecordComponent") // shared with what goes on growing
record PartialList(
    TypeUse slot,
    ListNode node,
    @Nullable Object[] parts,
    int count,
    @Nullable PartialNode child,
    @Nullable Map<Object, Integer> indexes)
    implements PartialNode {

  @Override
  public Object value() {
    return slot.wrap(toContainer());
  }

  /** The items as the type wants them. */
  Object toContainer() {
    Object last = child == null ? null : child.value();
    var all = new PrefixList(parts, last == null ? count : count + 1, last);
    return switch (node.kind()) {
      case LIST -> all;
      case SET -> indexes == null ? all : new PrefixSet(all, indexes);
      default -> node.toValue(all);
    };
  }

  @Override
  public @Nullable PartialNode childAt(JsonPath.Step step) {
    if (!(step instanceof JsonPath.Index at) || at.index() > count) {
      return null;
    }
    return at.index() == count ? child : PartOverride.toNode(node.item(), parts[at.index()]);
  }

  @Override
  public JsonPath.Step step(int index) {
    return new JsonPath.Index(index);
  }

  @Override
  public void write(JsonGenerator out) {
    out.writeStartArray();
    for (int i = 0; i < count; i++) {
      PartOverride.toNode(node.item(), parts[i]).write(out);
    }
    if (child != null) {
      child.write(out);
    }
    out.writeEndArray();
  }

  @Override
  public List<?> items() {
    return new PrefixList(parts, count, null);
  }
}
