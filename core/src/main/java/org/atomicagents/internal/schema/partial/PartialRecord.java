package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A snapshot of a partially received record.
 *
 * @param branch the union member that this record is; null if it is not part of a union
 * @param componentIndexes the component index of each value; the builder appends further ones after
 *     {@code count}
 * @param values the values of the complete components, in the order of arrival
 * @param openIndex the component index of {@code child}
 * @param child the component that is being received; null if it is not visible
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the builder
record PartialRecord(
    TypeUse slot,
    RecordNode node,
    @Nullable UnionMemberNode branch,
    int[] componentIndexes,
    @Nullable Object[] values,
    int count,
    int openIndex,
    @Nullable PartialNode child)
    implements PartialNode {

  @Override
  public @Nullable Object value() {
    @Nullable Object[] arguments = node.blankArguments();
    for (int i = 0; i < count; i++) {
      if (values[i] instanceof DisplayedPart.UndecodedPart undecoded) {
        setArgument(arguments, componentIndexes[i], undecoded.partial());
      } else {
        arguments[componentIndexes[i]] = DisplayedPart.value(values[i]);
      }
    }
    if (child != null) {
      setArgument(arguments, openIndex, child);
    }
    Object built = node.build(arguments);
    return built == null ? null : slot.wrap(built);
  }

  private static void setArgument(@Nullable Object[] arguments, int index, PartialNode part) {
    Object value = part.value();
    if (value != null) {
      arguments[index] = value;
    }
  }

  @Override
  public @Nullable PartialNode childAt(JsonPath.Step step) {
    int componentIndex = step instanceof JsonPath.Key key ? node.indexOf(key.name()) : -1;
    if (componentIndex < 0) {
      return null;
    }
    if (componentIndex == openIndex) {
      return child;
    }
    for (int i = 0; i < count; i++) {
      if (componentIndexes[i] == componentIndex) {
        return completeChild(i);
      }
    }
    return null;
  }

  private PartialNode completeChild(int index) {
    return DisplayedPart.toNode(
        node.components().get(componentIndexes[index]).slot(), values[index]);
  }

  @Override
  public JsonPath.Step step(int index) {
    return new JsonPath.Key(name(index));
  }

  private String name(int index) {
    return node.components().get(index < count ? componentIndexes[index] : openIndex).jsonName();
  }

  @Override
  public void write(JsonGenerator out) {
    out.writeStartObject();
    String tagKey = branch == null ? null : branch.externalTagKey();
    if (branch != null && tagKey != null) {
      out.writeStringProperty(tagKey, branch.tag());
    }
    for (int i = 0; i < count; i++) {
      out.writeName(name(i));
      completeChild(i).write(out);
    }
    if (child != null) {
      out.writeName(name(count));
      child.write(out);
    }
    out.writeEndObject();
  }
}
