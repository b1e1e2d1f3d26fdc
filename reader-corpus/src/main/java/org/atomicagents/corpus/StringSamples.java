package org.atomicagents.corpus;

import java.util.List;
import org.atomicagents.corpus.mutation.MutableJson;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Generates random strings, some of which resemble JSON, code or other formats. */
final class StringSamples {
  private static final List<String> WORDS =
      List.of(
          "red", "Kettle", "wine", "Zürich", "naïve", "北京", "two", "apples", "KT-200", "v2", "a",
          "open", "Ärger", "don't", "o'clock", "we're", "e-mail", "it", "is", "fine");
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "true",
          "null",
          "None",
          "12",
          "007",
          "1,234",
          "$5.00",
          "{}",
          "[]",
          "{\"a\": 1, \"b\": [true, null]}",
          "He said \"hello\" to me",
          "the \"old\" harbour",
          "a \"quoted\" word and \"another one\" too",
          "\"All quoted\"",
          "ends with \"quotes\"",
          "5\" pipe, 3' long",
          "She said: \"no\", then left",
          "x\", \"y",
          "\"a\": \"b\"",
          "a\", \"priority\": \"LOW\", \"b\": \"",
          "first line\nsecond line",
          "para one\n\npara two\n- item\n- item",
          "tab\there",
          "line\r\nend",
          "col1,col2\n1,2",
          "C:\\Users\\mia",
          "\\d+\\s*\\w",
          "C:\\new\\table",
          "a\\b",
          "ends with \\",
          "https://example.org/a?b=c#d",
          "// not a comment",
          "/* neither */ this",
          "# heading",
          "50% off, today only!",
          "key: value",
          "red, green and blue",
          "a; b; c",
          "it's the boys' toys",
          "'single'",
          "“curly” quotes",
          "„deutsch“ und ‚so‘",
          "```json\n{\"x\": 1}\n```",
          "<think>not really</think>",
          "emoji 😀 and 👨‍👩‍👧",
          "שלום עולם",
          "nul\u0001control",
          "trailing comma,",
          "}",
          "]",
          "\"",
          "if (a < b) { return \"x\"; } // done",
          "for (int i = 0; i < n; i++) {\n  print(\"i = \" + i);\n}",
          "{{template}} and ${var}",
          "Let me know if you need anything else!",
          "Here is the JSON: {\"title\": \"x\"}",
          "a\u2028b",
          "\u00a0non-breaking\u00a0",
          "1. one\n2. two");

  private StringSamples() {}

  static String draw(SeededRandom random) {
    return switch (random.between(0, 9)) {
      case 0, 1, 2 -> random.oneOf(ODD);
      case 3 -> random.oneOf(ODD) + " " + words(random, 3);
      case 4 -> words(random, 2) + ", " + words(random, 4) + ".";
      case 5 -> words(random, 3) + " \"" + words(random, 2) + "\" " + words(random, 2);
      case 6 -> words(random, 6) + "\n" + words(random, 6);
      default -> words(random, random.between(1, 5));
    };
  }

  /** Returns a random map key: usually one or two words. */
  static ValueSampler.Drawn key(SeededRandom random) {
    String key = random.chance(0.1) ? random.oneOf(ODD) : words(random, random.between(1, 2));
    return ValueSampler.Drawn.of(key, new MutableJson.Text(key, MutableJson.Role.FREE));
  }

  private static String words(SeededRandom random, int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(random.oneOf(WORDS));
    }
    return text.toString();
  }
}
