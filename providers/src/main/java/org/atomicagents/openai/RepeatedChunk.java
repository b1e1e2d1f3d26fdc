package org.atomicagents.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Knows a chunk again that differs from the one that was parsed last in its text alone, as nearly
 * all of a stream do: it needs no parser then, which costs more than all else that is done with it.
 *
 * <p>What stands before and behind the text has to be the same byte by byte, and the text to be the
 * whole inside of a JSON string. So a parser would find the same tokens, but for that string.
 */
final class RepeatedChunk {
  private static final int NONE = -1;
  private static final char REPLACEMENT = '\uFFFD';
  private static final int SHORTEST = ' ';

  private byte[] chunk = {};
  private int start = NONE;
  private int end;
  private int quote = NONE;
  private boolean hasMore;
  private @Nullable Consumer<String> taker;

  /** A chunk is parsed from here on, of which is told what it has. */
  void begin() {
    quote = NONE;
    hasMore = false;
  }

  /**
   * The parser stands at the chunk's text.
   *
   * @param textTaker does with the text of another such chunk what is done with this one's
   */
  void hasText(JsonParser json, Consumer<String> textTaker) {
    hasMore |= quote != NONE;
    quote = (int) json.currentTokenLocation().getByteOffset();
    taker = textTaker;
  }

  /** The chunk has something besides its text that is not done with once it has come. */
  void hasMore() {
    hasMore = true;
  }

  /** The chunk is parsed: it is the pattern of those to come if it had a text and no more. */
  void end(byte[] bytes, int length) {
    start = NONE;
    int close = closingQuote(bytes, quote + 1, length);
    if (quote != NONE && !hasMore && close < length) {
      chunk = Arrays.copyOf(bytes, length);
      start = quote + 1;
      end = close;
    }
  }

  /** Hands the text of a chunk of the known pattern on; false for any other, or a doubtful text. */
  boolean take(byte[] bytes, int length) {
    Consumer<String> known = taker;
    String text = text(bytes, length);
    if (text == null || known == null) {
      return false;
    }
    known.accept(text);
    return true;
  }

  private @Nullable String text(byte[] bytes, int length) {
    int to = length - (chunk.length - end);
    boolean isKnown =
        start != NONE
            && to >= start
            && Arrays.equals(bytes, 0, start, chunk, 0, start)
            && Arrays.equals(bytes, to, length, chunk, end, chunk.length)
            && closingQuote(bytes, start, length) == to;
    return isKnown ? text(new String(bytes, start, to - start, StandardCharsets.UTF_8)) : null;
  }

  /** The first quote that isn't escaped, or what ends the string as no JSON may. */
  private static int closingQuote(byte[] bytes, int from, int length) {
    int at = from;
    while (at < length && bytes[at] != '"' && isAllowed(bytes[at])) {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  // Bytes from 128 on, which are part of a longer character, are negative.
  private static boolean isAllowed(byte one) {
    return one >= SHORTEST || one < 0;
  }

  // What is no UTF-8 comes out as the replacement; the parser says what is wrong with it.
  private static @Nullable String text(String body) {
    if (body.indexOf(REPLACEMENT) >= 0) {
      return null;
    }
    return body.indexOf('\\') < 0 ? body : unescaped(body);
  }

  private static @Nullable String unescaped(String body) {
    var text = new StringBuilder(body.length());
    for (int i = 0; i < body.length(); i++) {
      char next = body.charAt(i);
      if (next == '\\') {
        i++;
        next = escaped(body.charAt(i));
        if (next == REPLACEMENT) {
          return null;
        }
      }
      text.append(next);
    }
    return text.toString();
  }

  private static char escaped(char letter) {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> REPLACEMENT;
    };
  }
}
