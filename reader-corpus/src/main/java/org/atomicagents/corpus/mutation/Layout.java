package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.corpus.mutation.Token.Kind;

/** Where a document has white space. */
public enum Layout {
  /** Nowhere. */
  COMPACT,
  /** Behind commas and colons. */
  SPACED,
  /** A line for each value, indented. */
  LINES;

  /** The tree as valid JSON. */
  public String write(Piece root) {
    return join(tokens(root));
  }

  List<Token> tokens(Piece root) {
    var tokens = new ArrayList<Token>();
    write(root, "", 0, tokens);
    return tokens;
  }

  static String join(List<Token> tokens) {
    var text = new StringBuilder();
    tokens.forEach(token -> text.append(token.before).append(token.text()));
    return text.toString();
  }

  private void write(Piece piece, String before, int depth, List<Token> out) {
    switch (piece) {
      case Piece.Members members -> {
        out.add(Token.plain(Kind.OPEN, piece, before, "{"));
        for (int i = 0; i < members.all.size(); i++) {
          comma(i, piece, out);
          Piece.Member member = members.all.get(i);
          out.add(Token.quoted(Kind.KEY, piece, gap(i, depth + 1), member.key));
          out.add(Token.plain(Kind.COLON, piece, "", ":"));
          write(member.value, this == COMPACT ? "" : " ", depth + 1, out);
        }
        out.add(Token.plain(Kind.CLOSE, piece, members.all.isEmpty() ? "" : gap(0, depth), "}"));
      }
      case Piece.Items items -> {
        out.add(Token.plain(Kind.OPEN, piece, before, "["));
        for (int i = 0; i < items.all.size(); i++) {
          comma(i, piece, out);
          write(items.all.get(i), gap(i, depth + 1), depth + 1, out);
        }
        out.add(Token.plain(Kind.CLOSE, piece, items.all.isEmpty() ? "" : gap(0, depth), "]"));
      }
      case Piece.Text text -> out.add(Token.quoted(Kind.TEXT, piece, before, text.value));
      case Piece.Numeral number -> out.add(Token.plain(Kind.WORD, piece, before, number.digits));
      case Piece.Literal literal -> out.add(Token.plain(Kind.WORD, piece, before, literal.word));
    }
  }

  private static void comma(int index, Piece source, List<Token> out) {
    if (index > 0) {
      out.add(Token.plain(Kind.COMMA, source, "", ","));
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
