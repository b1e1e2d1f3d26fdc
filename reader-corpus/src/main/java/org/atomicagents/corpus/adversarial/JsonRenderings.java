package org.atomicagents.corpus.adversarial;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Renderings as JSON, as its dialects, and as JSON that was encoded again. */
final class JsonRenderings {
  static final List<Rendering> CLEAR =
      List.of(
          clear("JSON", JsonStyle.COMPACT::write),
          clear("spaced JSON", JsonStyle.SPACED::write),
          clear("indented JSON", JsonStyle.PRETTY::write),
          clear("Python", JsonStyle.quoted("'", ": ", ", ", false).withTitleCase()::write),
          clear("JavaScript", JsonStyle.SPACED.withKeys(JsonRenderings::bareKey)::write),
          clear(
              "JSON5",
              JsonStyle.quoted("'", ": ", ",", true).withKeys(JsonRenderings::bareKey)::write));

  /** Renderings that change the keys, which are part of the value in a map. */
  static final List<Rendering> ALTERED_KEYS =
      List.of(
          obscure(
              "keys in capitals", keys(key -> "\"" + key.toUpperCase(Locale.ROOT) + "\"")::write),
          obscure("keys in snake case", keys(JsonRenderings::snakeKey)::write),
          obscure("bold keys", keys(key -> "\"**" + key + "**\"")::write),
          obscure("keys with blanks", keys(key -> "\" " + key + " \"")::write),
          obscure("keys with colons", keys(key -> "\"" + key + ":\"")::write),
          obscure(
              "encoded under a key",
              draft -> "{\"json\": " + quoted(JsonStyle.COMPACT.write(draft)) + "}"));

  static final List<Rendering> OBSCURE =
      List.of(
          obscure("smart quotes", smart("“", "”")::write),
          obscure("German quotes", smart("„", "“")::write),
          obscure("guillemets", smart("«", "»")::write),
          obscure("corner brackets", smart("「", "」")::write),
          obscure("backticks", JsonStyle.quoted("`", ": ", ", ", false)::write),
          obscure("no commas", JsonStyle.quoted("\"", ": ", "", true)::write),
          obscure("blanks for commas", JsonStyle.quoted("\"", ": ", " ", false)::write),
          obscure("semicolons", JsonStyle.quoted("\"", ": ", ";", true)::write),
          obscure("equals signs", JsonStyle.quoted("\"", " = ", ", ", false)::write),
          obscure("arrows", JsonStyle.quoted("\"", " => ", ", ", false)::write),
          obscure("fullwidth punctuation", JsonStyle.quoted("\"", "：", "，", false)::write),
          obscure("no quotes", bare()::write),
          obscure("comment per key", keys(key -> "// the " + key + "\n\"" + key + "\"")::write),
          obscure("encoded twice", draft -> quoted(JsonStyle.COMPACT.write(draft))),
          obscure(
              "escaped quotes", draft -> NotationVariables.escaped(JsonStyle.COMPACT.write(draft))),
          obscure("HTML entities", draft -> entities(JsonStyle.SPACED.write(draft))),
          obscure("doubled braces", draft -> doubled(JsonStyle.SPACED.write(draft))),
          obscure("diff marks", draft -> prefixed(JsonStyle.PRETTY.write(draft), "+ ")),
          obscure("quoted lines", draft -> prefixed(JsonStyle.PRETTY.write(draft), "> ")),
          obscure("line numbers", draft -> numbered(JsonStyle.PRETTY.write(draft))),
          obscure(
              "escaped underscores", draft -> JsonStyle.SPACED.write(draft).replace("_", "\\_")),
          obscure("trailing commas", draft -> trailing(JsonStyle.PRETTY.write(draft))),
          obscure("no-break spaces", JsonStyle.quoted("\"", ":\u00a0", ", ", false)::write),
          obscure("zero-width spaces", JsonStyle.quoted("\"", ": ", ",\u200b", false)::write),
          obscure("tuples", JsonRenderings::tuples),
          obscure(
              "inner quotes as they are",
              draft -> JsonStyle.SPACED.write(draft).replace("\\\"", "\"")));

  private JsonRenderings() {}

  private static Rendering clear(String label, Function<DraftNode, String> writer) {
    return new Rendering(TruthEffect.CLEAR, label, writer);
  }

  private static Rendering obscure(String label, Function<DraftNode, String> writer) {
    return new Rendering(TruthEffect.OBSCURE, label, writer);
  }

  private static JsonStyle smart(String open, String close) {
    return new JsonStyle(open, close, key -> open + key + close, false, ": ", ", ", false);
  }

  private static JsonStyle bare() {
    return new JsonStyle("", "", key -> key, false, ": ", ", ", false);
  }

  private static JsonStyle keys(UnaryOperator<String> notation) {
    return JsonStyle.SPACED.withKeys(notation);
  }

  private static String bareKey(String key) {
    return key.matches("[a-zA-Z]\\w*+") ? key : "\"" + key + "\"";
  }

  private static String snakeKey(String key) {
    return "\"" + key.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT) + "\"";
  }

  private static String quoted(String text) {
    return "\"" + NotationVariables.escaped(text) + "\"";
  }

  private static String entities(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("'", "&#39;");
  }

  private static String doubled(String text) {
    return text.replace("{", "{{").replace("}", "}}");
  }

  private static String prefixed(String text, String prefix) {
    return prefix + text.replace("\n", "\n" + prefix);
  }

  private static String numbered(String text) {
    var lines = new StringBuilder();
    int number = 1;
    for (String line : text.lines().toList()) {
      lines.append(number++).append(": ").append(line).append('\n');
    }
    return lines.toString();
  }

  /** Returns JSON with lists in parentheses, unless a text has brackets. */
  private static String tuples(DraftNode draft) {
    String json = JsonStyle.SPACED.write(draft);
    boolean hasBrackets =
        draft.leaves().anyMatch(leaf -> leaf.plain().contains("[") || leaf.notation() != null);
    return hasBrackets ? json : json.replace('[', '(').replace(']', ')');
  }

  private static String trailing(String text) {
    return text.replaceAll("([^,{\\[\\n])\\n(\\s*+[}\\]])", "$1,\n$2");
  }
}
