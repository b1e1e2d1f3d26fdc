package org.atomicagents.internal.schema.partial;

import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * A completely received value.
 *
 * @param preview the node that was visible before the value was complete, if its constructor
 *     changed the value; otherwise null
 */
public record CompleteNode(TypeUse slot, @Nullable Object value, @Nullable PartialNode preview)
    implements PartialNode {

  public CompleteNode(TypeUse slot, @Nullable Object value) {
    this(slot, value, null);
  }

  @Override
  public boolean isComplete() {
    return true;
  }

  @Override
  public @Nullable PartialNode childAt(JsonPath.Step step) {
    PartialNode child = preview == null ? null : preview.childAt(step);
    return child == null ? childOf(slot, value, step) : child;
  }

  private static @Nullable PartialNode childOf(
      TypeUse slot, @Nullable Object value, JsonPath.Step step) {
    if (value == null) {
      return null;
    }
    return switch (slot.type()) {
      case OptionalNode optional -> childOf(optional.content(), optional.unwrap(value), step);
      case UnionNode union -> componentOf(union.branchOf(value).record(), value, step);
      case UnionMemberNode branch -> componentOf(branch.record(), value, step);
      case RecordNode record -> componentOf(record, value, step);
      case ListNode list when step instanceof JsonPath.Index index -> {
        List<?> items = itemsOf(value);
        yield index.index() < items.size() ? itemOf(list, items, index.index()) : null;
      }
      case MapNode map when step instanceof JsonPath.Key key -> entryOf(map, value, key.name());
      case AnyNode ignored when value instanceof JsonNode tree -> {
        JsonNode child =
            step instanceof JsonPath.Key key
                ? tree.get(key.name())
                : tree.get(((JsonPath.Index) step).index());
        yield child == null ? null : new CompleteNode(AnyNode.UNCONSTRAINED, child);
      }
      default -> null;
    };
  }

  private static @Nullable PartialNode entryOf(MapNode map, Object value, String name) {
    if (value instanceof JsonNode tree) {
      JsonNode child = tree.get(name);
      return child == null ? null : new CompleteNode(map.value(), child);
    }
    var entries = (Map<?, ?>) value;
    Object key = map.key().parse(name);
    // The value of an entry can be null.
    return key != null && entries.containsKey(key)
        ? new CompleteNode(map.value(), entries.get(key))
        : null;
  }

  private static @Nullable PartialNode componentOf(
      RecordNode record, Object value, JsonPath.Step step) {
    RecordLayout.RecordProperty component =
        step instanceof JsonPath.Key key ? record.component(key.name()) : null;
    if (component != null) {
      return new CompleteNode(component.slot(), component.get(value));
    }
    JsonNode property =
        value instanceof JsonNode tree && step instanceof JsonPath.Key key
            ? tree.get(key.name())
            : null;
    return property == null ? null : new CompleteNode(AnyNode.UNCONSTRAINED, property);
  }

  private static List<?> itemsOf(Object value) {
    return switch (value) {
      case List<?> list -> list;
      case PrefixSet set -> set.asList();
      case Collection<?> collection -> new ArrayList<>(collection);
      case JsonNode tree -> itemsOfTree(tree);
      default -> itemsOfArray(value);
    };
  }

  private static PartialNode itemOf(ListNode list, List<?> items, int index) {
    return items instanceof PrefixList prefix
        ? DisplayedPart.toNode(list.item(), prefix.rawItem(index))
        : new CompleteNode(list.item(), items.get(index));
  }

  private static List<JsonNode> itemsOfTree(JsonNode array) {
    return new AbstractList<>() {
      @Override
      public JsonNode get(int index) {
        return array.get(index);
      }

      @Override
      public int size() {
        return array.size();
      }
    };
  }

  private static List<Object> itemsOfArray(Object array) {
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        return Array.get(array, index);
      }

      @Override
      public int size() {
        return Array.getLength(array);
      }
    };
  }

  @Override
  public int count() {
    return stepsOf(slot, value).size();
  }

  @Override
  public @Nullable PartialNode child() {
    return null;
  }

  @Override
  public JsonPath.Step step(int index) {
    return stepsOf(slot, value).get(index);
  }

  /**
   * Returns the steps to all components of a record: they are in declaration order, so that their
   * order has changed. For a list, returns those since the given index.
   */
  @Override
  public List<JsonPath.Step> stepsSince(int completeCount) {
    if (preview != null) {
      return preview.stepsSince(completeCount);
    }
    List<JsonPath.Step> steps = stepsOf(slot, value);
    return items() == null
        ? steps
        : steps.subList(Math.min(completeCount, steps.size()), steps.size());
  }

  private static List<JsonPath.Step> stepsOf(TypeUse slot, @Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    return switch (slot.type()) {
      case OptionalNode optional -> stepsOf(optional.content(), optional.unwrap(value));
      case UnionNode union -> componentSteps(union.branchOf(value).record());
      case UnionMemberNode branch -> componentSteps(branch.record());
      case RecordNode record when !record.isTree() -> componentSteps(record);
      case ListNode ignored -> indexSteps(itemsOf(value).size());
      case MapNode map when !map.key().isJsonTree() ->
          ((Map<?, ?>) value)
              .keySet().stream()
                  .<JsonPath.Step>map(key -> new JsonPath.Key(map.key().format(key)))
                  .toList();
      default -> value instanceof JsonNode tree ? stepsOf(tree) : List.of();
    };
  }

  private static List<JsonPath.Step> stepsOf(JsonNode tree) {
    return tree.isArray()
        ? indexSteps(tree.size())
        : tree.propertyStream()
            .<JsonPath.Step>map(property -> new JsonPath.Key(property.getKey()))
            .toList();
  }

  private static List<JsonPath.Step> componentSteps(RecordNode record) {
    return record.components().stream()
        .<JsonPath.Step>map(component -> new JsonPath.Key(component.jsonName()))
        .toList();
  }

  private static List<JsonPath.Step> indexSteps(int size) {
    var steps = new ArrayList<JsonPath.Step>(size);
    for (int i = 0; i < size; i++) {
      steps.add(new JsonPath.Index(i));
    }
    return steps;
  }

  @Override
  public void write(JsonGenerator out) {
    if (preview == null) {
      slot.encode(value, out);
    } else {
      preview.write(out);
    }
  }

  @Override
  public @Nullable CharSequence text() {
    return textOf(slot, value);
  }

  private static @Nullable CharSequence textOf(TypeUse slot, @Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case JsonNode tree -> tree.isString() ? tree.stringValue() : null;
      case null -> null;
      default ->
          slot.type() instanceof OptionalNode optional
              ? textOf(optional.content(), optional.unwrap(value))
              : null;
    };
  }

  @Override
  public @Nullable List<?> items() {
    TypeUse unwrappedSlot = slot;
    Object unwrapped = value;
    while (unwrapped != null && unwrappedSlot.type() instanceof OptionalNode optional) {
      unwrappedSlot = optional.content();
      unwrapped = optional.unwrap(unwrapped);
    }
    return unwrapped != null
            && (unwrappedSlot.type() instanceof ListNode
                || (unwrapped instanceof JsonNode tree && tree.isArray()))
        ? itemsOf(unwrapped)
        : null;
  }
}
