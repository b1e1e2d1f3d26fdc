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
 * A value that has come as a whole.
 *
 * @param preview what was shown of it, if its constructor made something else of that
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
    PartialNode part = preview == null ? null : preview.childAt(step);
    return part == null ? childOf(slot, value, step) : part;
  }

  private static @Nullable PartialNode childOf(
      TypeUse slot, @Nullable Object value, JsonPath.Step step) {
    if (value == null) {
      return null;
    }
    return switch (slot.type()) {
      case OptionalNode optional -> childOf(optional.content(), optional.unwrap(value), step);
      case UnionNode union -> component(union.branchOf(value).record(), value, step);
      case UnionMemberNode branch -> component(branch.record(), value, step);
      case RecordNode record -> component(record, value, step);
      case ListNode list when step instanceof JsonPath.Index at -> {
        List<?> items = itemsOf(value);
        yield at.index() < items.size() ? item(list, items, at.index()) : null;
      }
      case MapNode map when step instanceof JsonPath.Key key -> entry(map, value, key.name());
      case AnyNode ignored when value instanceof JsonNode tree -> {
        JsonNode held =
            step instanceof JsonPath.Key key
                ? tree.get(key.name())
                : tree.get(((JsonPath.Index) step).index());
        yield held == null ? null : new CompleteNode(AnyNode.UNCONSTRAINED, held);
      }
      default -> null;
    };
  }

  private static @Nullable PartialNode entry(MapNode map, Object value, String name) {
    if (value instanceof JsonNode tree) {
      JsonNode held = tree.get(name);
      return held == null ? null : new CompleteNode(map.value(), held);
    }
    var entries = (Map<?, ?>) value;
    Object key = map.key().parse(name);
    // What an entry holds may be null.
    return key != null && entries.containsKey(key)
        ? new CompleteNode(map.value(), entries.get(key))
        : null;
  }

  private static @Nullable PartialNode component(
      RecordNode record, Object value, JsonPath.Step step) {
    RecordLayout.RecordProperty component =
        step instanceof JsonPath.Key key ? record.component(key.name()) : null;
    if (component != null) {
      return new CompleteNode(component.slot(), component.get(value));
    }
    JsonNode other =
        value instanceof JsonNode tree && step instanceof JsonPath.Key key
            ? tree.get(key.name())
            : null;
    return other == null ? null : new CompleteNode(AnyNode.UNCONSTRAINED, other);
  }

  private static List<?> itemsOf(Object value) {
    return switch (value) {
      case List<?> list -> list;
      case PrefixSet items -> items.asList();
      case Collection<?> items -> new ArrayList<>(items);
      case JsonNode tree -> itemsOfTree(tree);
      default -> itemsOfArray(value);
    };
  }

  private static PartialNode item(ListNode list, List<?> items, int index) {
    return items instanceof PrefixList grown
        ? PartOverride.toNode(list.item(), grown.rawItem(index))
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
    return steps(slot, value).size();
  }

  @Override
  public @Nullable PartialNode child() {
    return null;
  }

  @Override
  public JsonPath.Step step(int index) {
    return steps(slot, value).get(index);
  }

  /** All of them: a whole record has its components in the order of their declaration. */
  @Override
  public List<JsonPath.Step> stepsSince(int whole) {
    if (preview != null) {
      return preview.stepsSince(whole);
    }
    List<JsonPath.Step> steps = steps(slot, value);
    return items() == null ? steps : steps.subList(Math.min(whole, steps.size()), steps.size());
  }

  private static List<JsonPath.Step> steps(TypeUse slot, @Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    return switch (slot.type()) {
      case OptionalNode optional -> steps(optional.content(), optional.unwrap(value));
      case UnionNode union -> components(union.branchOf(value).record());
      case UnionMemberNode branch -> components(branch.record());
      case RecordNode record when !record.isTree() -> components(record);
      case ListNode ignored -> indexes(itemsOf(value).size());
      case MapNode map when !map.key().isJsonTree() ->
          ((Map<?, ?>) value)
              .keySet().stream()
                  .<JsonPath.Step>map(key -> new JsonPath.Key(map.key().format(key)))
                  .toList();
      default -> value instanceof JsonNode tree ? steps(tree) : List.of();
    };
  }

  private static List<JsonPath.Step> steps(JsonNode tree) {
    return tree.isArray()
        ? indexes(tree.size())
        : tree.propertyStream()
            .<JsonPath.Step>map(each -> new JsonPath.Key(each.getKey()))
            .toList();
  }

  private static List<JsonPath.Step> components(RecordNode record) {
    return record.components().stream()
        .<JsonPath.Step>map(each -> new JsonPath.Key(each.jsonName()))
        .toList();
  }

  private static List<JsonPath.Step> indexes(int size) {
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
    return text(slot, value);
  }

  private static @Nullable CharSequence text(TypeUse slot, @Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case JsonNode tree -> tree.isString() ? tree.stringValue() : null;
      case null -> null;
      default ->
          slot.type() instanceof OptionalNode optional
              ? text(optional.content(), optional.unwrap(value))
              : null;
    };
  }

  @Override
  public @Nullable List<?> items() {
    TypeUse place = slot;
    Object held = value;
    while (held != null && place.type() instanceof OptionalNode optional) {
      place = optional.content();
      held = optional.unwrap(held);
    }
    return held != null
            && (place.type() instanceof ListNode
                || (held instanceof JsonNode tree && tree.isArray()))
        ? itemsOf(held)
        : null;
  }
}
