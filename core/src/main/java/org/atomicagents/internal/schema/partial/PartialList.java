package org.atomicagents.internal.schema.partial;

import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A snapshot of a partially received list, set or array.
 *
 * @param parts the complete items; the builder appends further ones after {@code count}
 * @param child the item that is being received; null if it is not visible
 * @param indexes the index of each item of a set, including later ones; null if this is not a set
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the builder
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

  /** Returns the items in the container that the type requires. */
  Object toContainer() {
    Object openItem = child == null ? null : child.value();
    var items = new PrefixList(parts, openItem == null ? count : count + 1, openItem);
    return switch (node.kind()) {
      case LIST -> items;
      case SET -> indexes == null ? items : new PrefixSet(items, indexes);
      default -> node.toValue(items);
    };
  }

  @Override
  public @Nullable PartialNode childAt(JsonPath.Step step) {
    if (!(step instanceof JsonPath.Index index) || index.index() > count) {
      return null;
    }
    return index.index() == count ? child : DisplayedPart.toNode(node.item(), parts[index.index()]);
  }

  @Override
  public JsonPath.Step step(int index) {
    return new JsonPath.Index(index);
  }

  @Override
  public void write(JsonGenerator out) {
    out.writeStartArray();
    for (int i = 0; i < count; i++) {
      DisplayedPart.toNode(node.item(), parts[i]).write(out);
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
