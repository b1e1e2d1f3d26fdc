package org.atomicagents.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of clean text, parts of which have a style. Immutable.
 *
 * <p>A style is data and no part of the text, so that a text from outside cannot contain one.
 */
public record StyledText(List<Span> spans) {
  static final StyledText EMPTY = new StyledText(List.of());

  /**
   * A part of a line.
   *
   * @param style the style; null for none
   */
  record Span(@Nullable AnsiStyle style, String text) {}

  /** Returns a text without a style; its control characters and line breaks are escaped. */
  public static StyledText plain(String text) {
    return EMPTY.append(text);
  }

  /** Returns a text with a style. */
  public static StyledText of(AnsiStyle style, String text) {
    return EMPTY.append(style, text);
  }

  /** Returns this text followed by a text without a style. */
  public StyledText append(String text) {
    return append(new Span(null, TextCleaner.cleanLine(text)));
  }

  /** Returns this text followed by a text with a style. */
  public StyledText append(AnsiStyle style, String text) {
    return append(new Span(style, TextCleaner.cleanLine(text)));
  }

  StyledText append(StyledText other) {
    var all = new ArrayList<>(spans);
    all.addAll(other.spans);
    return new StyledText(List.copyOf(all));
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** Returns the number of columns that the text takes. */
  int width() {
    return WordWrap.width(text());
  }

  /** Returns the text without styles. */
  String text() {
    return spans.stream().map(Span::text).collect(Collectors.joining());
  }

  private StyledText append(Span span) {
    return span.text().isEmpty() ? this : append(new StyledText(List.of(span)));
  }
}
