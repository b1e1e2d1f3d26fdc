package org.atomicagents.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.LooseValue;
import org.atomicagents.internal.json.LooseValue.Items;
import org.atomicagents.internal.json.LooseValue.Member;
import org.atomicagents.internal.json.LooseValue.Members;
import org.atomicagents.internal.json.LooseValue.Text;
import org.atomicagents.internal.json.LooseValue.Word;
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
    for (Member extra : keys.extras()) {
      RecordBody.Component found = misplaced.within(extra.value());
      if (found != null) {
        mending.reject(
            where.at(found.segment()),
            "its key where it belongs",
            "it within " + Found.text(extra.key()));
      }
    }
  }

  private RecordBody.@Nullable Component within(LooseValue value) {
    return switch (value) {
      case Members members -> within(members);
      case Items items -> within(items.all());
      case Text ignored -> null;
      case Word ignored -> null;
    };
  }

  private RecordBody.@Nullable Component within(Members members) {
    for (Member each : members.all()) {
      RecordBody.Component here = absent.get(NameMatcher.normalize(each.key()));
      RecordBody.Component found = here == null ? within(each.value()) : here;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private RecordBody.@Nullable Component within(List<LooseValue> items) {
    for (LooseValue each : items) {
      RecordBody.Component found = within(each);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
