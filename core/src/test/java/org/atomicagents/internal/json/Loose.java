package org.atomicagents.internal.json;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what was read in a short form: texts in single quotes, ~ if cut, ? if in doubt. */
final class Loose {
  private Loose() {}

  /** All that was found in a text, each with its place. */
  static List<String> candidates(String text) {
    return LooseReader.read(text).candidates().stream()
        .map(each -> each.place() + " " + told(each.value()))
        .toList();
  }

  /** The only thing that was found. */
  static String read(String text) {
    return told(only(text));
  }

  /** The kinds of mends that the only thing needed, at any depth. */
  static Set<Mend.Kind> mends(String text) {
    var kinds = EnumSet.noneOf(Mend.Kind.class);
    collect(only(text), new ArrayList<>(), kinds);
    return kinds;
  }

  private static LooseValue only(String text) {
    List<Candidate> found = LooseReader.read(text).candidates();
    if (found.size() != 1) {
      throw new AssertionError("expected one candidate, found " + candidates(text));
    }
    return found.getFirst().value();
  }

  private static void collect(LooseValue value, List<Mend> mends, Set<Mend.Kind> kinds) {
    mends.addAll(value.mends());
    switch (value) {
      case LooseValue.Members members ->
          members
              .all()
              .forEach(each -> {
                mends.addAll(each.mends());
                collect(each.value(), mends, kinds);
              });
      case LooseValue.Items items -> items.all().forEach(each -> collect(each, mends, kinds));
      default -> {}
    }
    mends.forEach(mend -> kinds.add(mend.kind()));
  }

  private static String told(LooseValue value) {
    String said =
        switch (value) {
          case LooseValue.Members members ->
              members.all().stream()
                  .map(each -> each.key() + ":" + told(each.value()))
                  .collect(Collectors.joining(",", "{", "}"));
          case LooseValue.Items items ->
              items.all().stream().map(Loose::told).collect(Collectors.joining(",", "[", "]"));
          case LooseValue.Text text -> "'" + text.value() + "'";
          case LooseValue.Word word -> word.value();
        };
    return said + (value.isClosed() ? "" : "~") + (value.doubt() == null ? "" : "?");
  }
}
