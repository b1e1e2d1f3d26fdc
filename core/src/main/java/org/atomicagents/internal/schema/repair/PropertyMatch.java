package org.atomicagents.internal.schema.repair;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of an object are meant for which components of a record.
 *
 * @param exact what has the exact key of a component, by its JSON name
 * @param similar what has its key in another style
 * @param extras keys for which there is no component
 * @param ambiguous keys that may be meant for several components
 * @param afterUnquotedText those extras that follow a value in words, of which they may be a part
 */
record PropertyMatch(
    Map<String, List<Property>> exact,
    Map<String, List<Property>> similar,
    List<Property> extras,
    List<Property> ambiguous,
    Set<Property> afterUnquotedText) {

  static PropertyMatch of(RecordNode node, ObjectValue members, @Nullable Property tag) {
    Map<String, List<String>> byPlain = new HashMap<>();
    for (RecordLayout.RecordProperty each : node.components()) {
      byPlain
          .computeIfAbsent(NameMatcher.normalize(each.jsonName()), key -> new ArrayList<>())
          .add(each.jsonName());
    }
    var match =
        new PropertyMatch(
            new HashMap<>(),
            new HashMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            Collections.newSetFromMap(new IdentityHashMap<>()));
    LenientValue before = null;
    for (Property member : members.properties()) {
      if (tag == null || !member.key().equals(tag.key())) {
        List<String> names = byPlain.getOrDefault(NameMatcher.normalize(member.key()), List.of());
        match.add(node, member, names, before);
      }
      before = member.value();
    }
    return match;
  }

  private void add(
      RecordNode node, Property member, List<String> names, @Nullable LenientValue before) {
    if (node.component(member.key()) != null) {
      put(exact, member.key(), member);
    } else if (names.isEmpty()) {
      extras.add(member);
      // {text: see a, b: c}
      if (before instanceof RawToken word && !JsonLiterals.isNumberOrLiteral(word.value())) {
        afterUnquotedText.add(member);
      }
    } else if (names.size() == 1) {
      put(similar, names.getFirst(), member);
    } else {
      ambiguous.add(member);
    }
  }

  private static void put(Map<String, List<Property>> all, String name, Property member) {
    all.computeIfAbsent(name, key -> new ArrayList<>(1)).add(member);
  }

  /** What was found for a component, the exact key first. */
  List<Property> matches(String name) {
    var found = new ArrayList<>(exact.getOrDefault(name, List.of()));
    found.addAll(similar.getOrDefault(name, List.of()));
    return found;
  }

  /** Whether a record has a component of this name in any style. */
  static boolean isKeyOf(RecordNode node, String key) {
    String plain = NameMatcher.normalize(key);
    return node.components().stream()
        .anyMatch(each -> NameMatcher.normalize(each.jsonName()).equals(plain));
  }

  /** Whether an extra key may be a part of the words before it. */
  boolean followsUnquotedText(Property extra) {
    return afterUnquotedText.contains(extra);
  }

  /** Whether there is a key that the record knows. */
  boolean hasMatches() {
    return !exact.isEmpty() || !similar.isEmpty() || !ambiguous.isEmpty();
  }
}
