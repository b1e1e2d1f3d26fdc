package org.atomicagents.internal.json.lenient;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what was read in a short form: texts in single quotes, ~ if cut, ? if in doubt. */
final class LenientValueFormatter {
  private LenientValueFormatter() {}

  /** All that was found in a text, each with its place. */
  static List<String> candidates(String text) {
    return JsonExtractor.read(text).candidates().stream()
        .map(each -> each.location() + " " + told(each.value()))
        .toList();
  }

  /** The only thing that was found. */
  static String read(String text) {
    return told(only(text));
  }

  /** The kinds of mends that the only thing needed, at any depth. */
  static Set<SyntaxRepair.Kind> mends(String text) {
    var kinds = EnumSet.noneOf(SyntaxRepair.Kind.class);
    collect(only(text), new ArrayList<>(), kinds);
    return kinds;
  }

  private static LenientValue only(String text) {
    List<JsonCandidate> found = JsonExtractor.read(text).candidates();
    if (found.size() != 1) {
      throw new AssertionError("expected one candidate, found " + candidates(text));
    }
    return found.getFirst().value();
  }

  private static void collect(
      LenientValue value, List<SyntaxRepair> mends, Set<SyntaxRepair.Kind> kinds) {
    mends.addAll(value.repairs());
    switch (value) {
      case LenientValue.ObjectValue members ->
          members
              .properties()
              .forEach(each -> {
                mends.addAll(each.repairs());
                collect(each.value(), mends, kinds);
              });
      case LenientValue.ArrayValue items ->
          items.elements().forEach(each -> collect(each, mends, kinds));
      default -> {}
    }
    mends.forEach(mend -> kinds.add(mend.kind()));
  }

  private static String told(LenientValue value) {
    String said =
        switch (value) {
          case LenientValue.ObjectValue members ->
              members.properties().stream()
                  .map(each -> each.key() + ":" + told(each.value()))
                  .collect(Collectors.joining(",", "{", "}"));
          case LenientValue.ArrayValue items ->
              items.elements().stream()
                  .map(LenientValueFormatter::told)
                  .collect(Collectors.joining(",", "[", "]"));
          case LenientValue.StringValue text -> "'" + text.value() + "'";
          case LenientValue.RawToken word -> word.value();
        };
    return said + (value.isClosed() ? "" : "~") + (value.ambiguity() == null ? "" : "?");
  }
}
