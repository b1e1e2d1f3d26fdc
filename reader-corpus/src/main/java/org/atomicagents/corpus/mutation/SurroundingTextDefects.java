package org.atomicagents.corpus.mutation;

import java.util.List;

/** Defects that add text before or after a document. */
final class SurroundingTextDefects {
  private static final List<String> BEFORE =
      List.of(
          "Here is the JSON you asked for:",
          "Sure! I've extracted the data (see [1]):",
          "The result, in the format {key: value}, is:",
          "**Answer**",
          "Okay, let's go: it's \"done\".",
          "Output:\n\n",
          "json");
  private static final List<String> AFTER =
      List.of(
          "Let me know if you need anything else!",
          "Note: I assumed that {placeholders} don't matter.",
          "[1] according to the text",
          "I hope this helps :)",
          "```",
          "Is there anything else? It's my pleasure.");
  private static final List<String> THOUGHTS =
      List.of(
          "The user wants JSON. I'll fill it in, field by field: {\"a\": 1}?",
          "Let me think...\n1. read it\n2. write \"JSON\"",
          "Hmm, {",
          "It's \"simple\", isn't it?",
          "");
  private static final List<String> OTHER_JSON =
      List.of(
          "{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}}}",
          "[1, 2, 3]",
          "{}",
          "{\"ok\": true}",
          "[]");

  private SurroundingTextDefects() {}

  static boolean fence(MutableDocument draft) {
    String mark = draft.random.chance(0.9) ? "```" : "~~~";
    String language =
        draft.random.oneOf(List.of("json", "json", "", "JSON", "json5", "javascript"));
    String before = draft.random.chance(0.3) ? draft.random.oneOf(BEFORE.subList(0, 5)) + "\n" : "";
    String gap = draft.random.chance(0.9) || language.isEmpty() ? "\n" : " ";
    String after = draft.cut || draft.random.chance(0.05) ? "" : "\n" + mark;
    draft.text = before + mark + language + gap + draft.text + after;
    return true;
  }

  static boolean prose(MutableDocument draft) {
    boolean hasBefore = draft.cut || draft.random.chance(0.75);
    String before = hasBefore ? draft.random.oneOf(BEFORE) + gap(draft) : "";
    boolean hasAfter = !draft.cut && (!hasBefore || draft.random.chance(0.5));
    String after = hasAfter ? gap(draft) + draft.random.oneOf(AFTER) : "";
    draft.text = before + draft.text + after;
    return true;
  }

  private static String gap(MutableDocument draft) {
    return draft.random.oneOf(List.of("\n", "\n\n", "\n", " "));
  }

  static boolean thinking(MutableDocument draft) {
    String tag = draft.random.oneOf(List.of("think", "think", "thinking"));
    String thought =
        draft.random.chance(0.3) ? "Perhaps " + draft.another.get() : draft.random.oneOf(THOUGHTS);
    // Some chat templates put the opening tag in the prompt.
    String open = draft.random.chance(0.15) ? "" : "<" + tag + ">\n";
    draft.doubtIf((thought + draft.text).contains("think>"));
    draft.text = open + thought + "\n</" + tag + ">\n\n" + draft.text;
    return true;
  }

  static boolean otherJson(MutableDocument draft) {
    // Next to a list or an object, a single string or number reads as prose.
    if (!draft.text.contains("[") && !draft.text.contains("{")) {
      return false;
    }
    String other = draft.random.chance(0.3) ? draft.text : draft.random.oneOf(OTHER_JSON);
    // A list or map at the root may be any JSON.
    draft.doubtIf(!(draft.root instanceof MutableJson.Members members && members.isRecord()));
    if (draft.cut) {
      draft.text = draft.random.oneOf(OTHER_JSON) + "\n" + draft.text;
    } else {
      draft.text = draft.random.chance(0.6) ? other + "\n" + draft.text : draft.text + "\n" + other;
    }
    return true;
  }

  static boolean anotherAnswer(MutableDocument draft) {
    String other = draft.another.get();
    // Next to a document with content, an empty object is not a second response.
    if (other.equals(draft.text) || other.equals("{}") || draft.text.equals("{}")) {
      return false;
    }
    String link = draft.random.oneOf(List.of("\n", "\n\nOr:\n\n", " ", "\n```\n\n```json\n"));
    draft.text = draft.random.chance(0.5) ? other + link + draft.text : draft.text + link + other;
    draft.lose();
    return true;
  }
}
