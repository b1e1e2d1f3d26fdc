package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;

/** One token of a document, as it will be written; changed in place. */
final class MutableToken {
  final Kind kind;
  final MutableJson source;
  String before;
  String open;
  String close;
  final List<String> units;

  /** What a token is. */
  enum Kind {
    OPEN,
    CLOSE,
    COLON,
    COMMA,
    KEY,
    TEXT,
    WORD,
    COMMENT
  }

  private MutableToken(
      Kind kind, MutableJson source, String before, String quote, List<String> units) {
    this.kind = kind;
    this.source = source;
    this.before = before;
    this.open = quote;
    this.close = quote;
    this.units = units;
  }

  static MutableToken plain(Kind kind, MutableJson source, String before, String text) {
    return new MutableToken(kind, source, before, "", new ArrayList<>(List.of(text)));
  }

  /** A text or a key in quotes; each of its characters is written as a unit of its own. */
  static MutableToken quoted(Kind kind, MutableJson source, String before, String content) {
    var units = new ArrayList<String>(content.length());
    content.chars().forEach(c -> units.add(unit((char) c)));
    return new MutableToken(kind, source, before, "\"", units);
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  boolean isQuoted() {
    return (kind == Kind.KEY || kind == Kind.TEXT) && !open.isEmpty();
  }

  /** Whether it is a value that has no parts, or ends one. */
  boolean endsValue() {
    return kind == Kind.CLOSE || kind == Kind.TEXT || kind == Kind.WORD;
  }

  /** What stands between its quotes. */
  String content() {
    return String.join("", units);
  }

  String text() {
    return open + content() + close;
  }

  /** With the white space before it. */
  int length() {
    return before.length() + text().length();
  }

  private static String unit(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default -> c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c);
    };
  }
}
