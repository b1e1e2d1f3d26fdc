package org.atomicagents.schema;

import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonPath;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * A value that has come as a whole.
 *
 * @param said what was shown of it, if its constructor made something else of that
 */
record WholeValue(Slot slot, @Nullable Object value, @Nullable Grown said) implements Grown {

  WholeValue(Slot slot, @Nullable Object value) {
    this(slot, value, null);
  }

  @Override
  public boolean isWhole() {
    return true;
  }

  @Override
  public @Nullable Grown at(JsonPath.Step step) {
    Grown part = said == null ? null : said.at(step);
    return part == null ? below(slot, value, step) : part;
  }

  private static @Nullable Grown below(Slot slot, @Nullable Object value, JsonPath.Step step) {
    if (value == null) {
      return null;
    }
    return switch (slot.type()) {
      case OptionalNode optional -> below(optional.content(), optional.present(value), step);
      case UnionNode union -> component(union.branchOf(value).record(), value, step);
      case BranchNode branch -> component(branch.record(), value, step);
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
        yield held == null ? null : new WholeValue(AnyNode.ANYWHERE, held);
      }
      default -> null;
    };
  }

  private static @Nullable Grown entry(MapNode map, Object value, String name) {
    if (value instanceof JsonNode tree) {
      JsonNode held = tree.get(name);
      return held == null ? null : new WholeValue(map.value(), held);
    }
    var entries = (Map<?, ?>) value;
    Object key = map.key().read(name);
    // What an entry holds may be null.
    return key != null && entries.containsKey(key)
        ? new WholeValue(map.value(), entries.get(key))
        : null;
  }

  private static @Nullable Grown component(RecordNode record, Object value, JsonPath.Step step) {
    RecordBody.Component component =
        step instanceof JsonPath.Key key ? record.component(key.name()) : null;
    if (component != null) {
      return new WholeValue(component.slot(), component.of(value));
    }
    JsonNode other =
        value instanceof JsonNode tree && step instanceof JsonPath.Key key
            ? tree.get(key.name())
            : null;
    return other == null ? null : new WholeValue(AnyNode.ANYWHERE, other);
  }

  private static List<?> itemsOf(Object value) {
    return switch (value) {
      case List<?> list -> list;
      case GrownSet items -> items.asList();
      case Collection<?> items -> new ArrayList<>(items);
      case JsonNode tree -> ofTree(tree);
      default -> ofArray(value);
    };
  }

  private static Grown item(ListNode list, List<?> items, int index) {
    return items instanceof GrownItems grown
        ? Marked.shown(list.item(), grown.part(index))
        : new WholeValue(list.item(), items.get(index));
  }

  private static List<JsonNode> ofTree(JsonNode array) {
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

  private static List<Object> ofArray(Object array) {
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
  public @Nullable Grown child() {
    return null;
  }

  @Override
  public JsonPath.Step step(int index) {
    return steps(slot, value).get(index);
  }

  /** All of them: a whole record has its components in the order of their declaration. */
  @Override
  public List<JsonPath.Step> stepsSince(int whole) {
    if (said != null) {
      return said.stepsSince(whole);
    }
    List<JsonPath.Step> steps = steps(slot, value);
    return items() == null ? steps : steps.subList(Math.min(whole, steps.size()), steps.size());
  }

  private static List<JsonPath.Step> steps(Slot slot, @Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    return switch (slot.type()) {
      case OptionalNode optional -> steps(optional.content(), optional.present(value));
      case UnionNode union -> components(union.branchOf(value).record());
      case BranchNode branch -> components(branch.record());
      case RecordNode record when !record.isTree() -> components(record);
      case ListNode ignored -> indexes(itemsOf(value).size());
      case MapNode map when !map.key().inTree() ->
          ((Map<?, ?>) value)
              .keySet().stream()
                  .<JsonPath.Step>map(key -> new JsonPath.Key(map.key().write(key)))
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
    if (said == null) {
      slot.encode(value, out);
    } else {
      said.write(out);
    }
  }

  @Override
  public @Nullable CharSequence text() {
    return text(slot, value);
  }

  private static @Nullable CharSequence text(Slot slot, @Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case JsonNode tree -> tree.isString() ? tree.stringValue() : null;
      case null -> null;
      default ->
          slot.type() instanceof OptionalNode optional
              ? text(optional.content(), optional.present(value))
              : null;
    };
  }

  @Override
  public @Nullable List<?> items() {
    Slot place = slot;
    Object held = value;
    while (held != null && place.type() instanceof OptionalNode optional) {
      place = optional.content();
      held = optional.present(held);
    }
    return held != null
            && (place.type() instanceof ListNode
                || (held instanceof JsonNode tree && tree.isArray()))
        ? itemsOf(held)
        : null;
  }
}
