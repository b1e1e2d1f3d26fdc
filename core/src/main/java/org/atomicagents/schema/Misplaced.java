package org.atomicagents.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.jspecify.annotations.Nullable;

/** Keys of absent components within extra keys, whose values nobody would miss if left out. */
final class Misplaced {
  private final Map<String, RecordBody.Component> absent = new HashMap<>();

  private Misplaced(RecordNode node, KeyMatch keys) {
    for (RecordBody.Component each : node.components()) {
      if (each.slot().isOptional() && keys.found(each.jsonName()).isEmpty()) {
        absent.put(NameMatcher.normalize(each.jsonName()), each);
      }
    }
  }

  static void refuse(RecordNode node, KeyMatch keys, Where where, Mending mending) {
    var misplaced = new Misplaced(node, keys);
    if (misplaced.absent.isEmpty()) {
      return;
    }
    for (Property extra : keys.extras()) {
      RecordBody.Component found = misplaced.within(extra.value());
      if (found != null) {
        mending.reject(
            where.at(found.segment()),
            "its key where it belongs",
            "it within " + Found.text(extra.key()));
      }
    }
  }

  private RecordBody.@Nullable Component within(LenientValue value) {
    return switch (value) {
      case ObjectValue members -> within(members);
      case ArrayValue items -> within(items.elements());
      case StringValue ignored -> null;
      case RawToken ignored -> null;
    };
  }

  private RecordBody.@Nullable Component within(ObjectValue members) {
    for (Property each : members.properties()) {
      RecordBody.Component here = absent.get(NameMatcher.normalize(each.key()));
      RecordBody.Component found = here == null ? within(each.value()) : here;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private RecordBody.@Nullable Component within(List<LenientValue> items) {
    for (LenientValue each : items) {
      RecordBody.Component found = within(each);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
