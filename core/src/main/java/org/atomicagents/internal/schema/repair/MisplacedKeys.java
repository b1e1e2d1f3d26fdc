package org.atomicagents.internal.schema.repair;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.jspecify.annotations.Nullable;

/**
 * Detects absent optional properties that the model nested under an unknown key. Dropping that key
 * would silently lose their values.
 */
final class MisplacedKeys {
  private final Map<String, RecordLayout.RecordProperty> absent = new HashMap<>();

  private MisplacedKeys(RecordNode node, PropertyMatch keys) {
    for (RecordLayout.RecordProperty property : node.components()) {
      if (property.slot().isOptional() && keys.matches(property.jsonName()).isEmpty()) {
        absent.put(NameMatcher.normalize(property.jsonName()), property);
      }
    }
  }

  /** Rejects each unknown key whose value contains an absent property. */
  static void reject(RecordNode node, PropertyMatch keys, LazyPath path, RepairContext context) {
    var misplaced = new MisplacedKeys(node, keys);
    if (misplaced.absent.isEmpty()) {
      return;
    }
    for (Property extra : keys.extras()) {
      RecordLayout.RecordProperty property = misplaced.findAbsent(extra.value());
      if (property != null) {
        context.reject(
            path.child(property.segment()),
            "key " + ValueDescription.quote(property.jsonName()) + " at this level",
            "it inside " + ValueDescription.quote(extra.key()));
      }
    }
  }

  private RecordLayout.@Nullable RecordProperty findAbsent(LenientValue value) {
    return switch (value) {
      case ObjectValue object -> findAbsent(object);
      case ArrayValue array -> findAbsent(array.elements());
      case StringValue ignored -> null;
      case RawToken ignored -> null;
    };
  }

  private RecordLayout.@Nullable RecordProperty findAbsent(ObjectValue object) {
    for (Property property : object.properties()) {
      RecordLayout.RecordProperty match = absent.get(NameMatcher.normalize(property.key()));
      RecordLayout.RecordProperty found = match == null ? findAbsent(property.value()) : match;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private RecordLayout.@Nullable RecordProperty findAbsent(List<LenientValue> elements) {
    for (LenientValue element : elements) {
      RecordLayout.RecordProperty found = findAbsent(element);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
