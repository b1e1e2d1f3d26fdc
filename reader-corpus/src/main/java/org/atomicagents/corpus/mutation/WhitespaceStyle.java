package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.corpus.mutation.MutableToken.Kind;

/** The placement of whitespace in a document. */
public enum WhitespaceStyle {
  /** No whitespace. */
  COMPACT,
  /** A space after commas and colons. */
  SPACED,
  /** An indented line for each value. */
  LINES;

  /** Returns a tree as valid JSON. */
  public String write(MutableJson root) {
    return join(tokens(root));
  }

  List<MutableToken> tokens(MutableJson root) {
    var tokens = new ArrayList<MutableToken>();
    write(root, "", 0, tokens);
    return tokens;
  }

  static String join(List<MutableToken> tokens) {
    var text = new StringBuilder();
    tokens.forEach(token -> text.append(token.before).append(token.text()));
    return text.toString();
  }

  private void write(MutableJson piece, String before, int depth, List<MutableToken> out) {
    switch (piece) {
      case MutableJson.Members members -> {
        out.add(MutableToken.plain(Kind.OPEN, piece, before, "{"));
        for (int i = 0; i < members.all.size(); i++) {
          comma(i, piece, out);
          MutableJson.Member member = members.all.get(i);
          out.add(MutableToken.quoted(Kind.KEY, piece, gap(i, depth + 1), member.key));
          out.add(MutableToken.plain(Kind.COLON, piece, "", ":"));
          write(member.value, this == COMPACT ? "" : " ", depth + 1, out);
        }
        out.add(
            MutableToken.plain(Kind.CLOSE, piece, members.all.isEmpty() ? "" : gap(0, depth), "}"));
      }
      case MutableJson.Items items -> {
        out.add(MutableToken.plain(Kind.OPEN, piece, before, "["));
        for (int i = 0; i < items.all.size(); i++) {
          comma(i, piece, out);
          write(items.all.get(i), gap(i, depth + 1), depth + 1, out);
        }
        out.add(
            MutableToken.plain(Kind.CLOSE, piece, items.all.isEmpty() ? "" : gap(0, depth), "]"));
      }
      case MutableJson.Text text ->
          out.add(MutableToken.quoted(Kind.TEXT, piece, before, text.value));
      case MutableJson.Numeral number ->
          out.add(MutableToken.plain(Kind.WORD, piece, before, number.digits));
      case MutableJson.Literal literal ->
          out.add(MutableToken.plain(Kind.WORD, piece, before, literal.word));
    }
  }

  private static void comma(int index, MutableJson source, List<MutableToken> out) {
    if (index > 0) {
      out.add(MutableToken.plain(Kind.COMMA, source, "", ","));
    }
  }

  private String gap(int index, int depth) {
    return switch (this) {
      case COMPACT -> "";
      case SPACED -> index == 0 ? "" : " ";
      case LINES -> "\n" + "  ".repeat(depth);
    };
  }
}
