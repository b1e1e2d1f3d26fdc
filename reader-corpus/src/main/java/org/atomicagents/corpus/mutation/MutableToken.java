package org.atomicagents.corpus.mutation;

import java.util.ArrayList;
import java.util.List;

/** A mutable token of a document. */
final class MutableToken {
  final Kind kind;
  final MutableJson source;
  String before;
  String open;
  String close;
  final List<String> units;

  /** The kind of a token. */
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

  /** Returns a quoted string or key; each character is one unit, escaped if necessary. */
  static MutableToken quoted(Kind kind, MutableJson source, String before, String content) {
    var units = new ArrayList<String>(content.length());
    content.chars().forEach(c -> units.add(unit((char) c)));
    return new MutableToken(kind, source, before, "\"", units);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isQuoted() {
    return (kind == Kind.KEY || kind == Kind.TEXT) && !open.isEmpty();
  }

  /** Returns whether this token is a scalar value or the end of a collection. */
  boolean endsValue() {
    return kind == Kind.CLOSE || kind == Kind.TEXT || kind == Kind.WORD;
  }

  /** Returns the text between the quotes. */
  String content() {
    return String.join("", units);
  }

  String text() {
    return open + content() + close;
  }

  /** Returns the length, including the preceding whitespace. */
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
