package org.atomicagents.internal.schema.repair;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.jspecify.annotations.Nullable;

/**
 * Detects unknown keys that are keys of the type at another level, where they are absent. Dropping
 * them would silently lose their values.
 *
 * <p>They are not moved: a key such as {@code name} has another meaning at another level.
 */
final class MisplacedKeys {
  private final Map<String, AbsentKey> absentKeys = new HashMap<>();
  private final Set<RecordLayout.RecordProperty> absentComponents =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<DroppedProperty> dropped = new ArrayList<>();

  /**
   * A key of the type that is absent.
   *
   * @param path the path of the absent component
   * @param name the name of the absent component
   * @param nestedKey the key within the value of the component; null if it is the component itself
   */
  private record AbsentKey(LazyPath path, String name, @Nullable String nestedKey) {
    String expected() {
      return nestedKey == null
          ? "key " + ValueDescription.quote(name) + " at this level"
          : "key " + ValueDescription.quote(nestedKey) + " inside " + ValueDescription.quote(name);
    }
  }

  private record DroppedProperty(LazyPath path, Property property) {}

  /** Adds a component that has no value: it is absent, null or empty. */
  void addAbsent(RecordLayout.RecordProperty component, LazyPath path) {
    if (absentComponents.add(component)) {
      String name = component.jsonName();
      absentKeys.putIfAbsent(NameMatcher.normalize(name), new AbsentKey(path, name, null));
      addNestedKeys(component.slot().type(), name, path, new HashSet<>());
    }
  }

  // The parts of an absent object can be at the level of the object.
  private void addNestedKeys(TypeNode type, String name, LazyPath path, Set<RecordNode> visited) {
    switch (type) {
      case RecordNode record -> {
        if (visited.add(record)) {
          for (RecordLayout.RecordProperty component : record.components()) {
            String key = component.jsonName();
            absentKeys.putIfAbsent(NameMatcher.normalize(key), new AbsentKey(path, name, key));
            addNestedKeys(component.slot().type(), name, path, visited);
          }
        }
      }
      case UnionMemberNode branch -> addNestedKeys(branch.record(), name, path, visited);
      case UnionNode union ->
          union.branches().forEach(branch -> addNestedKeys(branch, name, path, visited));
      case ListNode list -> addNestedKeys(list.item().type(), name, path, visited);
      case MapNode map -> addNestedKeys(map.value().type(), name, path, visited);
      case OptionalNode optional -> addNestedKeys(optional.content().type(), name, path, visited);
      case AnyNode ignored -> {}
      case EnumNode ignored -> {}
      case ScalarNode ignored -> {}
    }
  }

  /** Adds an unknown key that is dropped. */
  void addDropped(Property property, LazyPath path) {
    dropped.add(new DroppedProperty(path, property));
  }

  /** Rejects each absent component whose value, or a part of it, is dropped elsewhere. */
  void reject(RepairContext context) {
    Set<LazyPath> rejected = new HashSet<>();
    for (DroppedProperty candidate : absentKeys.isEmpty() ? List.<DroppedProperty>of() : dropped) {
      AbsentKey key = findAbsent(candidate.property());
      if (key != null && rejected.add(key.path())) {
        boolean isNested = findKey(candidate.property()) == null;
        context.reject(
            key.path(), key.expected(), (isNested ? "it inside " : "it at ") + candidate.path());
      }
    }
  }

  private @Nullable AbsentKey findKey(Property property) {
    return absentKeys.get(NameMatcher.normalize(property.key()));
  }

  private @Nullable AbsentKey findAbsent(Property property) {
    if (isNull(property.value())) {
      return null;
    }
    AbsentKey key = findKey(property);
    return key == null ? findAbsent(property.value()) : key;
  }

  private @Nullable AbsentKey findAbsent(LenientValue value) {
    return switch (value) {
      case ObjectValue object -> {
        for (Property property : object.properties()) {
          AbsentKey found = findAbsent(property);
          if (found != null) {
            yield found;
          }
        }
        yield null;
      }
      case ArrayValue array -> {
        for (LenientValue element : array.elements()) {
          AbsentKey found = findAbsent(element);
          if (found != null) {
            yield found;
          }
        }
        yield null;
      }
      case StringValue ignored -> null;
      case RawToken ignored -> null;
    };
  }

  /** Returns whether a component with this value is as good as absent. */
  static boolean isEmpty(LenientValue value) {
    return switch (value) {
      case ObjectValue object -> object.properties().isEmpty();
      case ArrayValue array -> array.elements().isEmpty();
      case StringValue ignored -> false;
      case RawToken ignored -> isNull(value);
    };
  }

  private static boolean isNull(LenientValue value) {
    return ScalarRepairer.isNullWord(value);
  }
}
