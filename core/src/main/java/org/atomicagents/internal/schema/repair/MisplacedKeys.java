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

/** Keys of absent components within extra keys, whose values nobody would miss if left out. */
final class MisplacedKeys {
  private final Map<String, RecordLayout.RecordProperty> absent = new HashMap<>();

  private MisplacedKeys(RecordNode node, PropertyMatch keys) {
    for (RecordLayout.RecordProperty each : node.components()) {
      if (each.slot().isOptional() && keys.matches(each.jsonName()).isEmpty()) {
        absent.put(NameMatcher.normalize(each.jsonName()), each);
      }
    }
  }

  static void reject(RecordNode node, PropertyMatch keys, LazyPath where, RepairContext mending) {
    var misplaced = new MisplacedKeys(node, keys);
    if (misplaced.absent.isEmpty()) {
      return;
    }
    for (Property extra : keys.extras()) {
      RecordLayout.RecordProperty found = misplaced.findAbsent(extra.value());
      if (found != null) {
        mending.reject(
            where.child(found.segment()),
            "its key where it belongs",
            "it within " + ValueDescription.quote(extra.key()));
      }
    }
  }

  private RecordLayout.@Nullable RecordProperty findAbsent(LenientValue value) {
    return switch (value) {
      case ObjectValue members -> findAbsent(members);
      case ArrayValue items -> findAbsent(items.elements());
      case StringValue ignored -> null;
      case RawToken ignored -> null;
    };
  }

  private RecordLayout.@Nullable RecordProperty findAbsent(ObjectValue members) {
    for (Property each : members.properties()) {
      RecordLayout.RecordProperty here = absent.get(NameMatcher.normalize(each.key()));
      RecordLayout.RecordProperty found = here == null ? findAbsent(each.value()) : here;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private RecordLayout.@Nullable RecordProperty findAbsent(List<LenientValue> items) {
    for (LenientValue each : items) {
      RecordLayout.RecordProperty found = findAbsent(each);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
