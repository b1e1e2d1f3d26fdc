package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A snapshot of a partially received string.
 *
 * @param isString whether the value is a {@code String} rather than a node of Jackson's tree
 * @param characters the characters so far
 */
public record PartialString(TypeUse slot, boolean isString, PartialText.Prefix characters)
    implements PartialNode {

  /** Returns the number of characters so far. */
  int length() {
    return characters.length();
  }

  @Override
  public Object value() {
    String text = characters.toString();
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
    out.writeString(characters.toString());
  }

  @Override
  public CharSequence text() {
    return characters.view();
  }
}
