package org.atomicagents.internal.schema.partial;

import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A record of which only some components are there.
 *
 * @param componentIndexes which component each of the values belongs to; further on others may
 *     write
 * @param openIndex which component the child is
 */
@SuppressWarnings("ArrayRecordComponent") // shared with what goes on growing
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
      if (values[i] instanceof PartOverride.UndecodedPart broken) {
        setArgument(arguments, componentIndexes[i], broken.partial());
      } else {
        arguments[componentIndexes[i]] = PartOverride.value(values[i]);
      }
    }
    if (child != null) {
      setArgument(arguments, openIndex, child);
    }
    Object built = node.build(arguments);
    return built == null ? null : slot.wrap(built);
  }

  private static void setArgument(@Nullable Object[] arguments, int index, PartialNode part) {
    Object held = part.value();
    if (held != null) {
      arguments[index] = held;
    }
  }

  @Override
  public @Nullable PartialNode childAt(JsonPath.Step step) {
    int wanted = step instanceof JsonPath.Key key ? node.indexOf(key.name()) : -1;
    if (wanted < 0) {
      return null;
    }
    if (wanted == openIndex) {
      return child;
    }
    for (int i = 0; i < count; i++) {
      if (componentIndexes[i] == wanted) {
        return completeChild(i);
      }
    }
    return null;
  }

  private PartialNode completeChild(int index) {
    return PartOverride.toNode(
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
