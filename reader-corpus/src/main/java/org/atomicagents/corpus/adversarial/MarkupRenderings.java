package org.atomicagents.corpus.adversarial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Renderings in other languages and as plain text: YAML, XML, tables, lists, calls, sentences. */
final class MarkupRenderings {
  static final List<Rendering> ALL =
      List.of(
          new Rendering(TruthEffect.OBSCURE, "YAML", draft -> yaml(draft, "")),
          new Rendering(
              TruthEffect.OBSCURE, "YAML with a document", draft -> "---\n" + yaml(draft, "")),
          new Rendering(TruthEffect.OBSCURE, "XML", draft -> xml("result", draft)),
          new Rendering(
              TruthEffect.OBSCURE, "TOML", draft -> lines(draft, (k, v) -> k + " = " + json(v))),
          new Rendering(
              TruthEffect.OBSCURE, "lines", draft -> lines(draft, (k, v) -> k + ": " + plain(v))),
          new Rendering(
              TruthEffect.OBSCURE,
              "bullets",
              draft -> lines(draft, (k, v) -> "- **" + k + "**: " + plain(v))),
          new Rendering(
              TruthEffect.OBSCURE, "stars", draft -> lines(draft, (k, v) -> "* " + plain(v))),
          new Rendering(
              TruthEffect.OBSCURE, "dots", draft -> lines(draft, (k, v) -> "• " + plain(v))),
          new Rendering(TruthEffect.OBSCURE, "table", MarkupRenderings::table),
          new Rendering(TruthEffect.OBSCURE, "CSV", draft -> rows(draft, ",")),
          new Rendering(TruthEffect.OBSCURE, "tabs", draft -> rows(draft, "\t")),
          new Rendering(TruthEffect.OBSCURE, "numbered list", MarkupRenderings::numbered),
          new Rendering(TruthEffect.OBSCURE, "sentence", MarkupRenderings::sentence),
          new Rendering(TruthEffect.OBSCURE, "commas", draft -> joined(draft, ", ")),
          new Rendering(TruthEffect.OBSCURE, "commas and quotes", draft -> jsonJoined(draft, ", ")),
          new Rendering(TruthEffect.OBSCURE, "and", draft -> joined(draft, " and ")),
          new Rendering(TruthEffect.OBSCURE, "slashes", draft -> joined(draft, " / ")),
          new Rendering(TruthEffect.OBSCURE, "semicolons", draft -> joined(draft, "; ")),
          new Rendering(TruthEffect.OBSCURE, "line per item", draft -> joined(draft, "\n")),
          new Rendering(TruthEffect.OBSCURE, "JSON per line", draft -> jsonJoined(draft, "\n")),
          new Rendering(
              TruthEffect.OBSCURE,
              "call with names",
              draft ->
                  "create(" + lines(draft, (k, v) -> k + "=" + json(v)).replace("\n", ", ") + ")"),
          new Rendering(
              TruthEffect.OBSCURE,
              "call in a list",
              draft ->
                  "[create("
                      + lines(draft, (k, v) -> k + "=" + json(v)).replace("\n", ", ")
                      + ")]"),
          new Rendering(
              TruthEffect.OBSCURE,
              "constructor",
              draft -> "new Result(" + jsonJoined(draft, ", ") + ")"),
          new Rendering(
              TruthEffect.OBSCURE,
              "SQL",
              draft -> "INSERT INTO t VALUES (" + jsonJoined(draft, ", ") + ");"),
          new Rendering(
              TruthEffect.OBSCURE,
              "assignments",
              draft -> lines(draft, (k, v) -> "x[\"" + k + "\"] = " + json(v) + ";")),
          new Rendering(
              TruthEffect.OBSCURE,
              "map as lines in braces",
              draft -> "{\n" + lines(draft, (k, v) -> k + ": " + plain(v)) + "\n}"),
          new Rendering(
              TruthEffect.OBSCURE, "items in brackets", draft -> "[" + joined(draft, ", ") + "]"),
          new Rendering(
              TruthEffect.OBSCURE,
              "items in braces",
              draft -> "{" + jsonJoined(draft, ", ") + "}"));

  private MarkupRenderings() {}

  private static String json(DraftNode draft) {
    return JsonStyle.SPACED.write(draft);
  }

  /** Returns a part as text without quotes. */
  private static String plain(DraftNode draft) {
    return switch (draft) {
      case DraftNode.Leaf leaf ->
          leaf.notation() == null ? leaf.plain() : unquoted(leaf.notation());
      case DraftNode.Items list -> joined(list, ", ");
      case DraftNode.Entries object ->
          parts(object).stream()
              .map(part -> part.getKey() + " " + plain(part.getValue()))
              .collect(Collectors.joining(", "));
    };
  }

  static String unquoted(String notation) {
    return notation.length() > 1 && notation.startsWith("\"") && notation.endsWith("\"")
        ? notation.substring(1, notation.length() - 1)
        : notation;
  }

  /** Returns the parts of a value with their keys; an item's key is its number. */
  private static List<Map.Entry<String, DraftNode>> parts(DraftNode draft) {
    var parts = new ArrayList<Map.Entry<String, DraftNode>>();
    switch (draft) {
      case DraftNode.Leaf leaf -> parts.add(Map.entry("value", leaf));
      case DraftNode.Items list -> {
        list.items().forEach(item -> parts.add(Map.entry("item", item)));
        list.tail().forEach(tail -> parts.add(Map.entry("item", text(tail))));
      }
      case DraftNode.Entries object -> {
        object.entries().forEach((key, entry) -> parts.add(Map.entry(key, entry)));
        object.extras().forEach(tail -> parts.add(Map.entry("etc", text(tail))));
      }
    }
    return parts;
  }

  private static DraftNode text(String tail) {
    var leaf = new DraftNode.Leaf(new AnswerShape.TextShape("things"), tail);
    leaf.write(tail.replaceAll("^[\\s,]+", ""));
    return leaf;
  }

  private static String joined(DraftNode draft, String separator) {
    return parts(draft).stream()
        .map(part -> plain(part.getValue()))
        .collect(Collectors.joining(separator));
  }

  private static String jsonJoined(DraftNode draft, String separator) {
    return parts(draft).stream()
        .map(part -> json(part.getValue()))
        .collect(Collectors.joining(separator));
  }

  private static String lines(DraftNode draft, BiFunction<String, DraftNode, String> line) {
    return parts(draft).stream()
        .map(part -> line.apply(part.getKey(), part.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String yaml(DraftNode draft, String indent) {
    return switch (draft) {
      case DraftNode.Leaf leaf -> plain(leaf);
      case DraftNode.Items list ->
          parts(list).stream()
              .map(item -> indent + "- " + yaml(item.getValue(), indent + "  ").strip())
              .collect(Collectors.joining("\n"));
      case DraftNode.Entries object ->
          parts(object).stream()
              .map(part ->
                  indent
                      + part.getKey()
                      + (part.getValue() instanceof DraftNode.Leaf ? ": " : ":\n")
                      + yaml(part.getValue(), indent + "  "))
              .collect(Collectors.joining("\n"));
    };
  }

  private static String xml(String name, DraftNode draft) {
    String content =
        draft instanceof DraftNode.Leaf leaf
            ? plain(leaf).replace("&", "&amp;").replace("<", "&lt;")
            : parts(draft).stream()
                .map(part -> xml(part.getKey(), part.getValue()))
                .collect(Collectors.joining("\n", "\n", "\n"));
    return "<" + name + ">" + content + "</" + name + ">";
  }

  private static String table(DraftNode draft) {
    boolean isList =
        draft instanceof DraftNode.Items list
            && !list.items().isEmpty()
            && list.items().getFirst() instanceof DraftNode.Entries;
    DraftNode first = isList ? ((DraftNode.Items) draft).items().getFirst() : draft;
    var text = new StringBuilder(row(parts(first).stream().map(Map.Entry::getKey).toList()));
    text.append(row(parts(first).stream().map(part -> "---").toList()));
    for (DraftNode line : isList ? ((DraftNode.Items) draft).items() : List.of(draft)) {
      text.append(row(parts(line).stream().map(part -> plain(part.getValue())).toList()));
    }
    return text.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String rows(DraftNode draft, String separator) {
    List<Map.Entry<String, DraftNode>> parts = parts(draft);
    return parts.stream().map(Map.Entry::getKey).collect(Collectors.joining(separator))
        + "\n"
        + joined(draft, separator);
  }

  private static String numbered(DraftNode draft) {
    var text = new StringBuilder();
    int number = 1;
    for (Map.Entry<String, DraftNode> part : parts(draft)) {
      text.append(number++).append(". ").append(plain(part.getValue())).append('\n');
    }
    return text.toString();
  }

  private static String sentence(DraftNode draft) {
    return parts(draft).stream()
            .map(part -> "the " + part.getKey() + " is " + plain(part.getValue()))
            .collect(Collectors.joining(" and "))
        + ".";
  }
}
