package org.atomicagents.internal.schema.repair;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.atomicagents.internal.json.CaseConverter;

/** Detects strings that may list several values, or none. */
final class MultiValueDetector {
  private static final Set<String> NULL_WORDS =
      Set.of("null", "none", "nil", "undefined", "nothing", "n/a", "na", "-");
  private static final String SEPARATORS = ",;|/\n\t[]{}•·、，；";
  private static final List<String> CONJUNCTIONS =
      List.of(
          " and ", " or ", " und ", " oder ", " y ", " et ", " ou ", " & ", " - ", " – ", " — ",
          " + ");
  // As in: 1. red 2. green
  private static final Pattern SECOND_NUMBERED_ITEM = Pattern.compile("(?<![\\p{L}\\d])2[.)]\\s");

  private MultiValueDetector() {}

  /** Returns whether a string can only be a single value. */
  static boolean isSingleValue(String text) {
    String normalized = CaseConverter.lowerCase(text.strip());
    return !NULL_WORDS.contains(normalized)
        && normalized.chars().noneMatch(c -> SEPARATORS.indexOf(c) >= 0)
        && normalized.indexOf('#') == normalized.lastIndexOf('#')
        && CONJUNCTIONS.stream().noneMatch(normalized::contains)
        && !SECOND_NUMBERED_ITEM.matcher(normalized).find();
  }
}
