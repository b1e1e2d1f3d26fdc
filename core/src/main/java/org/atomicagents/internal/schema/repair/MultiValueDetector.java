package org.atomicagents.internal.schema.repair;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether one text may stand for several, or for none. */
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

  static boolean isSingleValue(String text) {
    String said = text.strip().toLowerCase(Locale.ROOT);
    return !NULL_WORDS.contains(said)
        && said.chars().noneMatch(c -> SEPARATORS.indexOf(c) >= 0)
        && said.indexOf('#') == said.lastIndexOf('#')
        && CONJUNCTIONS.stream().noneMatch(said::contains)
        && !SECOND_NUMBERED_ITEM.matcher(said).find();
  }
}
