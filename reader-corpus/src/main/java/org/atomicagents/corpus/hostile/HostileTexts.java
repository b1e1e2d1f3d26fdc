package org.atomicagents.corpus.hostile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Generates adversarial texts: one for each fragment of each class, and random compositions. */
public final class HostileTexts {
  private static final Map<String, List<String>> FRAGMENTS = fragments();
  private static final List<String> ALL_FRAGMENTS =
      FRAGMENTS.values().stream().flatMap(List::stream).distinct().toList();
  // The beginnings of a value: of the text, of a string, of a list and of a nested record.
  private static final List<String> PREFIXES =
      List.of(
          "",
          "{\"text\":\"",
          "{\"items\":[",
          "{'text':'",
          "{\"is\":[",
          "{\"goal\":\"a\",\"steps\":[",
          "Sure: {\"title\":\"a\",\"children\":",
          "```json\n{\"value\":",
          "[");
  private static final List<String> TYPES =
      List.of(
          "Note", "List<String>", "Category", "Plan", "Preferences", "Map<String, List<Integer>>");

  private HostileTexts() {}

  private static Map<String, List<String>> fragments() {
    var all = new LinkedHashMap<String, List<String>>();
    all.put(
        "comments",
        List.of(
            "# {}\n",
            "// see {\"a\":1}\n",
            "#1,\n",
            "# \"\n",
            ", #\"\n",
            "#{}\n]",
            "/*\"*/",
            "/*",
            "//",
            "#",
            "#\n",
            "/* {} */",
            "1 // a\n",
            "\"a\" # b\n",
            "// ... \n",
            "*/",
            "/"));
    all.put(
        "brackets", List.of("[", "{", "]", "}", "{}", "[]", "[],", "{},", "][", "}{", "[{", "}]"));
    all.put(
        "quotes",
        List.of(
            "\"",
            "'",
            "“",
            "”",
            "«",
            "''",
            "\"\"",
            "“”",
            "\", \"a",
            "\"a\" ",
            "say \"a\" ",
            "don't ",
            "5\" pipe ",
            "\"'",
            "\" ,,",
            "\"/*\"",
            "\":"));
    all.put(
        "escapes",
        List.of("\\", "\\\"", "\\u", "\\u00e9", "\\ud83d", "\\d", "\\n\\d", "\\_", "\"\\u00"));
    all.put("commas", List.of(",", ", ", ",,\"", ",\n", "\",", "a,", ",a:"));
    all.put("unclosed strings", List.of("{\"a\":\"x", "[\"x ", "{'a':'b ", "\"a, ", "['", "{\""));
    all.put("fences", List.of("`", "```", "```json\n", "~~~", "```\n", "```{}", "``", "{```"));
    all.put(
        "thinking tags",
        List.of("<think>", "</think>", "<think></think>", "</", "<thinking>{}", "{}</think>"));
    all.put("tags", List.of("<", "<a>", "</a>", "<a href=\"b\">", "<!--", "<tool_call>{"));
    all.put("colons", List.of(":", "a:", "\"a\":", "{a:", "a: b ", "::", "{:", "\"a\":1 "));
    all.put("white space", List.of(" ", "\n", "\t", "\u00a0", "\u200b", " \n", "\ufeff"));
    all.put(
        "nested openers and closers",
        List.of(
            "{\"text\":",
            "[{\"text\":[",
            "{\"children\":[",
            "{[",
            "[}",
            "[a}",
            "{a}",
            "[1]}",
            "[']'],",
            "{a:[}",
            "[[]",
            "{{}"));
    all.put(
        "words", List.of("a ", "word ", "a b, ", "null", "null ", "true,", "x\n", "abc", "None, "));
    all.put(
        "digits with separators",
        List.of("1", "1,", "1 ", "1,000 ", "000,", "1.", "-", "1e", "1_000,", "$1,", "0x", "12:"));
    all.put(
        "properties",
        List.of(
            "{\"text\":\"a\"}",
            "{\"text\":\"a\"} or ",
            "\"a\":1,",
            "\"text\":\"a\",",
            "{text:a,",
            "{\"type\":\"Wait\"},",
            "{'type':'Wait',minutes:1}",
            "{\"text\": \"a\" \"b\" ",
            "text:"));
    all.put("unicode", List.of("\u0000", "\uD800", "\uDC00", "\uFFFD", "é", "😀", "\u2028", "İ"));
    return all;
  }

  /** Returns the names of all classes of fragments. */
  public static List<String> kinds() {
    return List.copyOf(FRAGMENTS.keySet());
  }

  /** Returns a text for each fragment of a class behind each prefix. */
  public static List<HostileText> of(String kind) {
    var texts = new ArrayList<HostileText>();
    for (String fragment : Objects.requireNonNull(FRAGMENTS.get(kind), kind)) {
      for (int i = 0; i < PREFIXES.size(); i++) {
        String type = TYPES.get(i % TYPES.size());
        texts.add(new HostileText(kind, type, PREFIXES.get(i), List.of(fragment), ""));
      }
    }
    return texts;
  }

  /** Returns a random composition of fragments of all classes. */
  public static HostileText mixed(SeededRandom random) {
    var units = new ArrayList<String>();
    int runs = random.between(1, 3);
    while (units.size() < runs) {
      var unit = new StringBuilder();
      for (int i = random.between(1, 3); i > 0; i--) {
        unit.append(random.oneOf(ALL_FRAGMENTS));
      }
      units.add(unit.toString());
    }
    String prefix =
        random.oneOf(PREFIXES) + (random.chance(0.3) ? random.oneOf(ALL_FRAGMENTS) : "");
    String suffix = random.chance(0.5) ? random.oneOf(ALL_FRAGMENTS) : "";
    return new HostileText("mixed", random.oneOf(TYPES), prefix, units, suffix);
  }
}
