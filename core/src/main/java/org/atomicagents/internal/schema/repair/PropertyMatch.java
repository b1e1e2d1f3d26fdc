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
 * The assignment of an object's properties to the components of a record.
 *
 * @param exact the properties whose key equals the JSON name of a component, by that name
 * @param similar the properties whose key is in another naming style, by the component's JSON name
 * @param extras the properties without a component
 * @param ambiguous the properties that match several components
 * @param afterUnquotedText those extras that follow an unquoted string and may be a part of it
 */
record PropertyMatch(
    Map<String, List<Property>> exact,
    Map<String, List<Property>> similar,
    List<Property> extras,
    List<Property> ambiguous,
    Set<Property> afterUnquotedText) {

  /**
   * Assigns the properties of an object.
   *
   * @param tag the discriminator, which is not assigned; null if there is none
   */
  static PropertyMatch of(RecordNode node, ObjectValue object, @Nullable Property tag) {
    Map<String, List<String>> namesByNormalized = new HashMap<>();
    for (RecordLayout.RecordProperty component : node.components()) {
      namesByNormalized
          .computeIfAbsent(NameMatcher.normalize(component.jsonName()), key -> new ArrayList<>())
          .add(component.jsonName());
    }
    var match =
        new PropertyMatch(
            new HashMap<>(),
            new HashMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            Collections.newSetFromMap(new IdentityHashMap<>()));
    LenientValue previous = null;
    for (Property property : object.properties()) {
      if (tag == null || !property.key().equals(tag.key())) {
        List<String> names =
            namesByNormalized.getOrDefault(NameMatcher.normalize(property.key()), List.of());
        match.add(node, property, names, previous);
      }
      previous = property.value();
    }
    return match;
  }

  private void add(
      RecordNode node, Property property, List<String> names, @Nullable LenientValue previous) {
    if (node.component(property.key()) != null) {
      put(exact, property.key(), property);
    } else if (names.isEmpty()) {
      extras.add(property);
      // As in {text: see a, b: c}.
      if (previous instanceof RawToken token && !JsonLiterals.isNumberOrLiteral(token.value())) {
        afterUnquotedText.add(property);
      }
    } else if (names.size() == 1) {
      put(similar, names.getFirst(), property);
    } else {
      ambiguous.add(property);
    }
  }

  private static void put(
      Map<String, List<Property>> propertiesByName, String name, Property property) {
    propertiesByName.computeIfAbsent(name, key -> new ArrayList<>(1)).add(property);
  }

  /** Returns the properties of a component, those with the exact key first. */
  List<Property> matches(String name) {
    var found = new ArrayList<>(exact.getOrDefault(name, List.of()));
    found.addAll(similar.getOrDefault(name, List.of()));
    return found;
  }

  /** Returns whether a record has a component of this name in any naming style. */
  static boolean isKeyOf(RecordNode node, String key) {
    String normalized = NameMatcher.normalize(key);
    return node.components().stream()
        .anyMatch(component -> NameMatcher.normalize(component.jsonName()).equals(normalized));
  }

  /** Returns whether an extra property may be a part of the unquoted string before it. */
  boolean followsUnquotedText(Property extra) {
    return afterUnquotedText.contains(extra);
  }

  /** Returns whether any key matches a component. */
  boolean hasMatches() {
    return !exact.isEmpty() || !similar.isEmpty() || !ambiguous.isEmpty();
  }
}
