package org.atomicagents.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.LooseValue.Member;
import org.atomicagents.internal.json.LooseValue.Members;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of an object are meant for which components of a record.
 *
 * @param byName what was found for each component, by its JSON name: first what has its exact key
 * @param extras keys for which there is no component
 * @param unsure keys that may be meant for several components
 */
record KeyMatch(Map<String, List<Member>> byName, List<Member> extras, List<Member> unsure) {

  static KeyMatch of(RecordNode node, Members members, @Nullable Member tag) {
    Map<String, List<String>> byPlain = new HashMap<>();
    for (RecordBody.Component each : node.components()) {
      byPlain
          .computeIfAbsent(Spelling.plain(each.jsonName()), key -> new ArrayList<>())
          .add(each.jsonName());
    }
    var match = new KeyMatch(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (Member member : members.all()) {
      if (member != tag) {
        match.add(node, member, byPlain.getOrDefault(Spelling.plain(member.key()), List.of()));
      }
    }
    return match;
  }

  private void add(RecordNode node, Member member, List<String> similar) {
    if (node.component(member.key()) != null) {
      int exact = 0;
      List<Member> known = of(member.key());
      while (exact < known.size() && known.get(exact).key().equals(member.key())) {
        exact++;
      }
      known.add(exact, member);
    } else if (similar.isEmpty()) {
      extras.add(member);
    } else if (similar.size() == 1) {
      of(similar.getFirst()).add(member);
    } else {
      unsure.add(member);
    }
  }

  private List<Member> of(String name) {
    return byName.computeIfAbsent(name, key -> new ArrayList<>(1));
  }

  List<Member> found(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /** Whether a record has a component of this name in any style. */
  static boolean knows(RecordNode node, String key) {
    String plain = Spelling.plain(key);
    return node.components().stream()
        .anyMatch(each -> Spelling.plain(each.jsonName()).equals(plain));
  }

  /** Whether there is a key that the record knows. */
  boolean isAny() {
    return !byName.isEmpty() || !unsure.isEmpty();
  }
}
