package org.atomicagents.internal.schema.repair;

import java.util.HashMap;
import java.util.Map;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.MapKey;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;

/** Repairs maps, written as an object or as an array of key-value objects. */
final class MapRepairer {
  private final ValueRepairer valueRepairer;
  private final RepairContext context;

  MapRepairer(ValueRepairer valueRepairer) {
    this.valueRepairer = valueRepairer;
    this.context = valueRepairer.context;
  }

  void repairMap(MapNode node, LenientValue value, LazyPath path) {
    if (value instanceof ArrayValue array && array.isClosed() && isEntryList(array)) {
      repairEntries(node, array, path);
      return;
    }
    LenientValue unwrapped = valueRepairer.unwrapSingleton(value, path);
    if (!(unwrapped instanceof ObjectValue object) || object.ambiguity() != null) {
      valueRepairer.rejectValue("an object", unwrapped, path);
      return;
    }
    context.reportRepairs(path, object);
    if (!valueRepairer.isComplete(object)) {
      valueRepairer.rejectUnreadable(path, "a complete object", object);
    }
    valueRepairer.rejectOmittedEntries(object, path);
    repairProperties(node, object, path);
  }

  private void repairProperties(MapNode node, ObjectValue object, LazyPath path) {
    Map<String, LenientValue> values = new HashMap<>();
    context.out.writeStartObject();
    for (Property property : object.properties()) {
      LazyPath childPath = path.child(DecodeContext.pathSegment(property.key()));
      valueRepairer.reportKeyRepairs(property, childPath);
      String key = repairKey(node.key(), property.key(), childPath);
      LenientValue previous = values.putIfAbsent(key, property.value());
      if (previous == null) {
        context.out.writeName(key);
        valueRepairer.repairValue(node.value(), property.value(), childPath);
      } else if (RepairContext.isSameValue(previous, property.value())) {
        context.addRepair(childPath, Repair.Kind.EXTRA_KEY, property.value(), "");
      } else {
        context.reject(childPath, "no duplicate key", property.value());
      }
    }
    context.out.writeEndObject();
  }

  /** Returns the key in the spelling of the type; the unchanged key if the type rejects it. */
  private String repairKey(MapKey type, String key, LazyPath path) {
    String repaired =
        type.constants() == null ? key : NameMatcher.matchConstant(type.constants(), key);
    if (repaired == null || type.parse(repaired) == null) {
      context.reject(path, "a key that is " + type.expected(), ValueDescription.quote(key));
      return key;
    }
    if (!repaired.equals(key)) {
      context.addRepair(path, Repair.Kind.KEY, key, repaired);
    }
    return repaired;
  }

  private static boolean isEntryList(ArrayValue array) {
    return array.elements().stream()
        .allMatch(element ->
            element instanceof ObjectValue entry
                && entry.properties().size() == 2
                && entry.isClosed()
                && findProperty(entry, MapNode.KEY) instanceof StringValue
                && findProperty(entry, MapNode.VALUE) != null);
  }

  private static @Nullable LenientValue findProperty(ObjectValue entry, String name) {
    for (Property property : entry.properties()) {
      if (property.key().equals(name)) {
        return property.value();
      }
    }
    return null;
  }

  private void repairEntries(MapNode node, ArrayValue array, LazyPath path) {
    context.reportRepairs(path, array);
    valueRepairer.rejectOmission(array, path);
    context.out.writeStartArray();
    for (int i = 0; i < array.elements().size(); i++) {
      var entry = (ObjectValue) array.elements().get(i);
      LazyPath childPath = path.child(i);
      context.reportRepairs(childPath, entry);
      context.out.writeStartObject();
      for (Property property : entry.properties()) {
        LazyPath propertyPath = childPath.child(DecodeContext.pathSegment(property.key()));
        valueRepairer.reportKeyRepairs(property, propertyPath);
        context.out.writeName(property.key());
        if (property.key().equals(MapNode.KEY)) {
          repairEntryKey(node.key(), property.value(), propertyPath);
        } else {
          valueRepairer.repairValue(node.value(), property.value(), propertyPath);
        }
      }
      context.out.writeEndObject();
    }
    context.out.writeEndArray();
  }

  private void repairEntryKey(MapKey type, LenientValue value, LazyPath path) {
    if (value instanceof StringValue string && string.ambiguity() == null && string.isClosed()) {
      context.reportRepairs(
          path,
          string.repairs(),
          context.sourceText(string),
          ValueDescription.quote(string.value()));
      context.out.writeString(repairKey(type, string.value(), path));
    } else {
      valueRepairer.rejectValue(type.expected(), value, path);
    }
  }
}
