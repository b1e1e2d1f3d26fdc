package org.atomicagents.corpus.mutation;

import java.util.List;

/** Defects that replace a document by text with brackets of other notations. */
final class BracketDefects {
  private static final List<String> NOTATIONS =
      List.of(
          "{}",
          "[]",
          "[3]",
          "[0, 1]",
          "[1]: https://example.org",
          "[the manual](https://example.org)",
          "[x] done",
          "[ ] open",
          "array[0]",
          "{name}",
          "{{name}}",
          "${name}",
          "f() {}",
          "[INST] and [/INST]",
          "[ERROR] timeout",
          "body {color: red}",
          "{\"a\", \"b\"} as a set",
          "[\"a\", \"b\"] as a list",
          "{\"a\": 1} as a dictionary",
          "\\[ x \\in [a, b] \\]",
          "[a-z]+",
          "int[] x = {1, 2};",
          "if (x) { return [1, 2]; }");
  private static final List<String> SENTENCES =
      List.of(
          "I cannot answer that; %s is all I know.",
          "According to the text %s, there is nothing to say.",
          "%s",
          "Please use %s in the template.",
          "- %s\n- and more",
          "```css\n.x %s\n```",
          "```\nvar x = %s;\nreturn x;\n```",
          "```java\nvoid run() %s\n```",
          "Nothing found. %s Sorry!",
          "%s The service is not available.");

  private BracketDefects() {}

  static boolean notation(MutableDocument draft) {
    String notation = draft.random.oneOf(NOTATIONS);
    String sentence = draft.random.oneOf(SENTENCES);
    // Without other text, some are valid values.
    if (sentence.equals("%s") && !notation.matches("[\\w\\\\$].*|.* .*[\\w\\])]")) {
      return false;
    }
    draft.text = sentence.formatted(notation);
    draft.lose();
    return true;
  }
}
