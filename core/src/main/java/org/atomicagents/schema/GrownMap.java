package org.atomicagents.schema;

import java.util.Map;
import java.util.Objects;
import org.atomicagents.internal.json.JsonPath;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A map of which only some entries are there.
 *
 * @param keys of whole entries; behind the count others may write
 * @param open the key of the child
 */
@SuppressWarnings("ArrayRecordComponent") // shared with what goes on growing
record GrownMap(
    Slot slot,
    MapNode node,
    Object[] keys,
    @Nullable Object[] values,
    int count,
    Map<Object, Integer> places,
    @Nullable Object open,
    @Nullable Grown child)
    implements Grown {

  @Override
  public Object value() {
    return slot.holding(held());
  }

  Object held() {
    Object last = child == null ? null : child.value();
    return new GrownEntries(keys, values, count, places, last == null ? null : open, last);
  }

  @Override
  public @Nullable Grown at(JsonPath.Step step) {
    Object key = step instanceof JsonPath.Key named ? node.key().read(named.name()) : null;
    if (key == null) {
      return null;
    }
    Integer place = places.get(key);
    if (place != null && place < count) {
      return Marked.shown(node.value(), values[place]);
    }
    return key.equals(open) ? child : null;
  }

  @Override
  public JsonPath.Step step(int index) {
    return new JsonPath.Key(name(index));
  }

  private String name(int index) {
    return node.key().write(index < count ? keys[index] : Objects.requireNonNull(open));
  }

  @Override
  public void write(JsonGenerator out) {
    out.writeStartObject();
    for (int i = 0; i < count; i++) {
      out.writeName(name(i));
      Marked.shown(node.value(), values[i]).write(out);
    }
    if (child != null) {
      out.writeName(name(count));
      child.write(out);
    }
    out.writeEndObject();
  }
}
