package org.atomicagents.internal.schema.partial;

import java.nio.CharBuffer;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A snapshot of a partially received string.
 *
 * @param isString whether the value is a {@code String} rather than a node of Jackson's tree
 * @param chars the characters; the builder appends further ones after {@code length}
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the builder
public record PartialString(TypeUse slot, boolean isString, char[] chars, int length)
    implements PartialNode {

  @Override
  public Object value() {
    String text = new String(chars, 0, length);
    return slot.wrap(isString ? text : JsonNodeFactory.instance.stringNode(text));
  }

  @Override
  public @Nullable PartialNode childAt(JsonPath.Step step) {
    return null;
  }

  @Override
  public int count() {
    return 0;
  }

  @Override
  public @Nullable PartialNode child() {
    return null;
  }

  @Override
  public JsonPath.Step step(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public void write(JsonGenerator out) {
    out.writeString(chars, 0, length);
  }

  @Override
  public CharSequence text() {
    return CharBuffer.wrap(chars, 0, length);
  }
}
