package org.atomicagents.schema;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether one text may stand for several, or for none. */
final class Several {
  private static final Set<String> NOTHINGS =
      Set.of("null", "none", "nil", "undefined", "nothing", "n/a", "na", "-");
  private static final String SEPARATORS = ",;|/\n\t[]{}•·、，；";
  private static final List<String> WORDS =
      List.of(
          " and ", " or ", " und ", " oder ", " y ", " et ", " ou ", " & ", " - ", " – ", " — ",
          " + ");
  // As in: 1. red 2. green
  private static final Pattern SECOND = Pattern.compile("(?<![\\p{L}\\d])2[.)]\\s");

  private Several() {}

  static boolean isOne(String text) {
    String said = text.strip().toLowerCase(Locale.ROOT);
    return !NOTHINGS.contains(said)
        && said.chars().noneMatch(c -> SEPARATORS.indexOf(c) >= 0)
        && said.indexOf('#') == said.lastIndexOf('#')
        && WORDS.stream().noneMatch(said::contains)
        && !SECOND.matcher(said).find();
  }
}
