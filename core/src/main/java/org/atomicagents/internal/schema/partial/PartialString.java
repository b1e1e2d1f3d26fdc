package org.atomicagents.internal.schema.partial;

import java.nio.CharBuffer;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A text of which only the beginning is there.
 *
 * @param isString whether its type is a string, and not Jackson's tree
 * @param chars behind the length others may write
 */
@SuppressWarnings("ArrayRecordComponent")
public // shared with what goes on growing
record PartialString(TypeUse slot, boolean isString, char[] chars, int length)
    implements PartialNode {

  @Override
  public Object value() {
    String said = new String(chars, 0, length);
    return slot.wrap(isString ? said : JsonNodeFactory.instance.stringNode(said));
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
