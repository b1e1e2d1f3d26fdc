package org.atomicagents.internal.schema.partial;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object or a list of Jackson's tree of which only some parts are there.
 *
 * @param values whole ones; behind the count others may write
 * @param openKey the key of the child, if it is an object
 */
@SuppressWarnings("ArrayRecordComponent") // shared with what goes on growing
record PartialTree(
    TypeUse slot,
    boolean isObject,
    String[] names,
    JsonNode[] values,
    int count,
    @Nullable String openKey,
    @Nullable PartialNode child)
    implements PartialNode {

  @Override
  public Object value() {
    JsonNode last = child == null ? null : (JsonNode) child.value();
    return slot.wrap(isObject ? object(last) : list(last));
  }

  private ObjectNode object(@Nullable JsonNode last) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < count; i++) {
      object.set(names[i], values[i]);
    }
    if (last != null) {
      object.set(Objects.requireNonNull(openKey), last);
    }
    return object;
  }

  private ArrayNode list(@Nullable JsonNode last) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode(count + 1);
    for (int i = 0; i < count; i++) {
      list.add(values[i]);
    }
    if (last != null) {
      list.add(last);
    }
    return list;
  }

  @Override
  public @Nullable PartialNode childAt(JsonPath.Step step) {
    return switch (step) {
      case JsonPath.Index at when !isObject && at.index() <= count ->
          at.index() == count ? child : completeChild(at.index());
      case JsonPath.Key key when isObject ->
          key.name().equals(openKey) ? child : childNamed(key.name());
      default -> null;
    };
  }

  private @Nullable PartialNode childNamed(String name) {
    for (int i = 0; i < count; i++) {
      if (names[i].equals(name)) {
        return completeChild(i);
      }
    }
    return null;
  }

  private PartialNode completeChild(int index) {
    return new CompleteNode(AnyNode.UNCONSTRAINED, values[index]);
  }

  @Override
  public JsonPath.Step step(int index) {
    return isObject ? new JsonPath.Key(name(index)) : new JsonPath.Index(index);
  }

  private String name(int index) {
    return index < count ? names[index] : Objects.requireNonNull(openKey);
  }

  @Override
  public void write(JsonGenerator out) {
    if (isObject) {
      out.writeStartObject();
    } else {
      out.writeStartArray();
    }
    for (int i = 0; i < count + (child == null ? 0 : 1); i++) {
      if (isObject) {
        out.writeName(name(i));
      }
      if (i < count) {
        JsonTree.write(values[i], out);
      } else {
        Objects.requireNonNull(child).write(out);
      }
    }
    if (isObject) {
      out.writeEndObject();
    } else {
      out.writeEndArray();
    }
  }

  @Override
  public @Nullable List<?> items() {
    return isObject ? null : Arrays.asList(values).subList(0, count);
  }
}
