package org.atomicagents.internal.schema.partial;

import java.util.Map;
import java.util.Objects;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A snapshot of a partially received map.
 *
 * @param keys the keys of the complete entries; the builder appends further ones after {@code
 *     count}
 * @param values the values of the complete entries, likewise
 * @param indexes the index of each key, including later ones
 * @param openKey the key of {@code child}
 * @param child the value that is being received; null if it is not visible
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the builder
record PartialMap(
    TypeUse slot,
    MapNode node,
    Object[] keys,
    @Nullable Object[] values,
    int count,
    Map<Object, Integer> indexes,
    @Nullable Object openKey,
    @Nullable PartialNode child)
    implements PartialNode {

  @Override
  public Object value() {
    return slot.wrap(toMap());
  }

  Object toMap() {
    Object openValue = child == null ? null : child.value();
    return new PrefixMap(
        keys, values, count, indexes, openValue == null ? null : openKey, openValue);
  }

  @Override
  public @Nullable PartialNode childAt(JsonPath.Step step) {
    Object key = step instanceof JsonPath.Key named ? node.key().parse(named.name()) : null;
    if (key == null) {
      return null;
    }
    Integer index = indexes.get(key);
    if (index != null && index < count) {
      return DisplayedPart.toNode(node.value(), values[index]);
    }
    return key.equals(openKey) ? child : null;
  }

  @Override
  public JsonPath.Step step(int index) {
    return new JsonPath.Key(name(index));
  }

  private String name(int index) {
    return node.key().format(index < count ? keys[index] : Objects.requireNonNull(openKey));
  }

  @Override
  public void write(JsonGenerator out) {
    out.writeStartObject();
    for (int i = 0; i < count; i++) {
      out.writeName(name(i));
      DisplayedPart.toNode(node.value(), values[i]).write(out);
    }
    if (child != null) {
      out.writeName(name(count));
      child.write(out);
    }
    out.writeEndObject();
  }
}
