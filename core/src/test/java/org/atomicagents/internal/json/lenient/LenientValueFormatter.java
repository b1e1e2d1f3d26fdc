package org.atomicagents.internal.json.lenient;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Formats leniently parsed values: strings in single quotes, {@code ~} after an incomplete value
 * and {@code ?} after an ambiguous one.
 */
final class LenientValueFormatter {
  private LenientValueFormatter() {}

  /** Returns all candidates of a text, each with its context. */
  static List<String> candidates(String text) {
    return JsonExtractor.extract(text).candidates().stream()
        .map(candidate -> candidate.context() + " " + format(candidate.value()))
        .toList();
  }

  /** Returns the only candidate of a text, formatted. */
  static String format(String text) {
    return format(singleCandidate(text));
  }

  /** Returns the kinds of the repairs of the only candidate, at any depth. */
  static Set<SyntaxRepair.Kind> repairKinds(String text) {
    var kinds = EnumSet.noneOf(SyntaxRepair.Kind.class);
    collect(singleCandidate(text), new ArrayList<>(), kinds);
    return kinds;
  }

  private static LenientValue singleCandidate(String text) {
    List<JsonCandidate> found = JsonExtractor.extract(text).candidates();
    if (found.size() != 1) {
      throw new AssertionError("expected one candidate, found " + candidates(text));
    }
    return found.getFirst().value();
  }

  private static void collect(
      LenientValue value, List<SyntaxRepair> repairs, Set<SyntaxRepair.Kind> kinds) {
    repairs.addAll(value.repairs());
    switch (value) {
      case LenientValue.ObjectValue object ->
          object
              .properties()
              .forEach(property -> {
                repairs.addAll(property.repairs());
                collect(property.value(), repairs, kinds);
              });
      case LenientValue.ArrayValue array ->
          array.elements().forEach(element -> collect(element, repairs, kinds));
      default -> {}
    }
    repairs.forEach(repair -> kinds.add(repair.kind()));
  }

  private static String format(LenientValue value) {
    String formatted =
        switch (value) {
          case LenientValue.ObjectValue object ->
              object.properties().stream()
                  .map(property -> property.key() + ":" + format(property.value()))
                  .collect(Collectors.joining(",", "{", "}"));
          case LenientValue.ArrayValue array ->
              array.elements().stream()
                  .map(LenientValueFormatter::format)
                  .collect(Collectors.joining(",", "[", "]"));
          case LenientValue.StringValue text -> "'" + text.value() + "'";
          case LenientValue.RawToken token -> token.value();
        };
    return formatted + (value.isClosed() ? "" : "~") + (value.ambiguity() == null ? "" : "?");
  }
}
