package org.atomicagents.corpus.mutation;

import java.util.List;

/** What stands around a document. */
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
    String mark = draft.draw.chance(0.9) ? "```" : "~~~";
    String language = draft.draw.oneOf(List.of("json", "json", "", "JSON", "json5", "javascript"));
    String before = draft.draw.chance(0.3) ? draft.draw.oneOf(BEFORE.subList(0, 5)) + "\n" : "";
    String gap = draft.draw.chance(0.9) || language.isEmpty() ? "\n" : " ";
    String after = draft.cut || draft.draw.chance(0.05) ? "" : "\n" + mark;
    draft.text = before + mark + language + gap + draft.text + after;
    return true;
  }

  static boolean prose(MutableDocument draft) {
    boolean ahead = draft.cut || draft.draw.chance(0.75);
    String before = ahead ? draft.draw.oneOf(BEFORE) + gap(draft) : "";
    boolean behind = !draft.cut && (!ahead || draft.draw.chance(0.5));
    String after = behind ? gap(draft) + draft.draw.oneOf(AFTER) : "";
    draft.text = before + draft.text + after;
    return true;
  }

  private static String gap(MutableDocument draft) {
    return draft.draw.oneOf(List.of("\n", "\n\n", "\n", " "));
  }

  static boolean thinking(MutableDocument draft) {
    String tag = draft.draw.oneOf(List.of("think", "think", "thinking"));
    String thought =
        draft.draw.chance(0.3) ? "Perhaps " + draft.another.get() : draft.draw.oneOf(THOUGHTS);
    // Some templates have the first tag in the prompt.
    String open = draft.draw.chance(0.15) ? "" : "<" + tag + ">\n";
    draft.doubtIf((thought + draft.text).contains("think>"));
    draft.text = open + thought + "\n</" + tag + ">\n\n" + draft.text;
    return true;
  }

  static boolean otherJson(MutableDocument draft) {
    // Beside a list or an object, a text or a number alone is prose.
    if (!draft.text.contains("[") && !draft.text.contains("{")) {
      return false;
    }
    String other = draft.draw.chance(0.3) ? draft.text : draft.draw.oneOf(OTHER_JSON);
    // What has a list or a map at its root might be any JSON.
    draft.doubtIf(!(draft.root instanceof MutableJson.Members members && members.isRecord()));
    if (draft.cut) {
      draft.text = draft.draw.oneOf(OTHER_JSON) + "\n" + draft.text;
    } else {
      draft.text = draft.draw.chance(0.6) ? other + "\n" + draft.text : draft.text + "\n" + other;
    }
    return true;
  }

  static boolean anotherAnswer(MutableDocument draft) {
    String other = draft.another.get();
    // An empty object is no answer beside one that isn't.
    if (other.equals(draft.text) || other.equals("{}") || draft.text.equals("{}")) {
      return false;
    }
    String link = draft.draw.oneOf(List.of("\n", "\n\nOr:\n\n", " ", "\n```\n\n```json\n"));
    draft.text = draft.draw.chance(0.5) ? other + link + draft.text : draft.text + link + other;
    draft.lose();
    return true;
  }
}
