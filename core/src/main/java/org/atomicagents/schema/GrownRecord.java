package org.atomicagents.schema;

import org.atomicagents.internal.json.JsonPath;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A record of which only some components are there.
 *
 * @param which which component each of the values belongs to; further on others may write
 * @param open which component the child is
 */
@SuppressWarnings("ArrayRecordComponent") // shared with what goes on growing
record GrownRecord(
    Slot slot,
    RecordNode node,
    @Nullable BranchNode branch,
    int[] which,
    @Nullable Object[] values,
    int count,
    int open,
    @Nullable Grown child)
    implements Grown {

  @Override
  public @Nullable Object value() {
    @Nullable Object[] arguments = node.blanks();
    for (int i = 0; i < count; i++) {
      if (values[i] instanceof Marked.Broken broken) {
        set(arguments, which[i], broken.sofar());
      } else {
        arguments[which[i]] = Marked.value(values[i]);
      }
    }
    if (child != null) {
      set(arguments, open, child);
    }
    Object built = node.build(arguments);
    return built == null ? null : slot.holding(built);
  }

  private static void set(@Nullable Object[] arguments, int index, Grown part) {
    Object held = part.value();
    if (held != null) {
      arguments[index] = held;
    }
  }

  @Override
  public @Nullable Grown at(JsonPath.Step step) {
    int wanted = step instanceof JsonPath.Key key ? node.indexOf(key.name()) : -1;
    if (wanted < 0) {
      return null;
    }
    if (wanted == open) {
      return child;
    }
    for (int i = 0; i < count; i++) {
      if (which[i] == wanted) {
        return part(i);
      }
    }
    return null;
  }

  private Grown part(int index) {
    return Marked.shown(node.components().get(which[index]).slot(), values[index]);
  }

  @Override
  public JsonPath.Step step(int index) {
    return new JsonPath.Key(name(index));
  }

  private String name(int index) {
    return node.components().get(index < count ? which[index] : open).jsonName();
  }

  @Override
  public void write(JsonGenerator out) {
    out.writeStartObject();
    String tagKey = branch == null ? null : branch.extraKey();
    if (branch != null && tagKey != null) {
      out.writeStringProperty(tagKey, branch.tag());
    }
    for (int i = 0; i < count; i++) {
      out.writeName(name(i));
      part(i).write(out);
    }
    if (child != null) {
      out.writeName(name(count));
      child.write(out);
    }
    out.writeEndObject();
  }
}
