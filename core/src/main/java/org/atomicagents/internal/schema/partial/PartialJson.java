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
 * A snapshot of a partially received object or array of Jackson's tree.
 *
 * @param names the keys of an object
 * @param values the complete parts; the builder appends further ones after {@code count}
 * @param openKey the key of {@code child} in an object
 * @param child the part that is being received; null if it is not visible
 */
@SuppressWarnings("ArrayRecordComponent") // shared with the builder
record PartialJson(
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
    JsonNode openValue = child == null ? null : (JsonNode) child.value();
    return slot.wrap(isObject ? toObject(openValue) : toArray(openValue));
  }

  private ObjectNode toObject(@Nullable JsonNode openValue) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < count; i++) {
      object.set(names[i], values[i]);
    }
    if (openValue != null) {
      object.set(Objects.requireNonNull(openKey), openValue);
    }
    return object;
  }

  private ArrayNode toArray(@Nullable JsonNode openValue) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode(count + 1);
    for (int i = 0; i < count; i++) {
      array.add(values[i]);
    }
    if (openValue != null) {
      array.add(openValue);
    }
    return array;
  }

  @Override
  public @Nullable PartialNode childAt(JsonPath.Step step) {
    return switch (step) {
      case JsonPath.Index index when !isObject && index.index() <= count ->
          index.index() == count ? child : completeChild(index.index());
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
