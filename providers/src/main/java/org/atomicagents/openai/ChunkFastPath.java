package org.atomicagents.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The chunk of a stream that was parsed last, to know those that differ from it in their text alone
 * and need no parser: it costs more than all else that is done with a chunk.
 *
 * <p>What stands around the text has to be the same byte by byte, and the text the whole inside of
 * a JSON string. So a parser would find the same tokens, but for that string. The padding may
 * differ as well: OpenAI puts random letters into each chunk, so that lengths betray nothing.
 */
final class ChunkFastPath {
  private static final int MAX_CHUNK_LENGTH = 4096;
  private static final char REPLACEMENT = '\uFFFD';
  private static final int NONE = -1;

  private byte[] pattern = {};
  private int length;
  private int[] quotes = {};
  private int textQuote = NONE;
  private int paddingQuote = NONE;
  private boolean isNotRepeatable;
  private Consumer<String> textConsumer = text -> {};

  /** A chunk is parsed from here on, and what it has is noted. */
  void startParsing() {
    length = 0;
    textQuote = NONE;
    paddingQuote = NONE;
    isNotRepeatable = false;
  }

  /**
   * Notes the text, at which the parser stands.
   *
   * @param textTaker does with the text of another such chunk what is done with this one's
   */
  void recordText(JsonParser json, Consumer<String> textTaker) {
    isNotRepeatable |= textQuote != NONE;
    textQuote = offset(json);
    textConsumer = textTaker;
  }

  /** Notes a string that nobody reads, at which the parser stands. */
  void recordPadding(JsonParser json) {
    isNotRepeatable |= paddingQuote != NONE;
    paddingQuote = offset(json);
  }

  /** Notes that the chunk has something that would have to be read in each one like it. */
  void markNotRepeatable() {
    isNotRepeatable = true;
  }

  private static int offset(JsonParser json) {
    return (int) json.currentTokenLocation().getByteOffset();
  }

  /** The chunk is parsed: those to come are compared with it if it had a text and nothing else. */
  void finishParsing(byte[] chunk, int chunkLength) {
    if (textQuote == NONE || isNotRepeatable || chunkLength > MAX_CHUNK_LENGTH) {
      return;
    }
    if (pattern.length < chunkLength) {
      pattern = new byte[chunkLength];
    }
    System.arraycopy(chunk, 0, pattern, 0, chunkLength);
    length = chunkLength;
    quotes = paddingQuote == NONE ? new int[] {textQuote} : new int[] {textQuote, paddingQuote};
    Arrays.sort(quotes);
  }

  /** Hands on the text of a chunk like the one before; false if it has to be parsed. */
  boolean tryAccept(byte[] chunk, int chunkLength) {
    String text = length == 0 ? null : matchText(chunk, chunkLength);
    if (text == null) {
      return false;
    }
    textConsumer.accept(text);
    return true;
  }

  private @Nullable String matchText(byte[] chunk, int chunkLength) {
    int read = 0;
    int at = 0;
    int textStart = 0;
    int textEnd = 0;
    for (int quote : quotes) {
      int start = at + quote + 1 - read;
      if (!matchesPattern(read, quote + 1, chunk, at, chunkLength)) {
        return null;
      }
      read = closingQuote(pattern, quote + 1, length);
      at = closingQuote(chunk, start, chunkLength);
      if (quote == textQuote) {
        textStart = start;
        textEnd = at;
      } else if (!isUnescapedAscii(chunk, start, at)) {
        return null;
      }
    }
    return length - read == chunkLength - at && matchesPattern(read, length, chunk, at, chunkLength)
        ? decode(new String(chunk, textStart, textEnd - textStart, StandardCharsets.UTF_8))
        : null;
  }

  /** Whether a part of the pattern stands at a place of the chunk. */
  private boolean matchesPattern(int from, int to, byte[] chunk, int at, int chunkLength) {
    int end = at + to - from;
    return end <= chunkLength && Arrays.equals(pattern, from, to, chunk, at, end);
  }

  /** Where the string ends, or is none: at a quote, a control character or the end. */
  private static int closingQuote(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '"' && !isControl(bytes[at])) {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  // Bytes of a longer character are negative.
  private static boolean isControl(byte one) {
    return one >= 0 && one < ' ';
  }

  private static boolean isUnescapedAscii(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0 || bytes[i] == '\\') {
        return false;
      }
    }
    return true;
  }

  // What is no UTF-8 comes out as the replacement; the parser says what is wrong with it.
  private static @Nullable String decode(String inside) {
    if (inside.indexOf(REPLACEMENT) >= 0) {
      return null;
    }
    return inside.indexOf('\\') < 0 ? inside : unescape(inside);
  }

  private static @Nullable String unescape(String inside) {
    var text = new StringBuilder(inside.length());
    for (int i = 0; i < inside.length(); i++) {
      char next = inside.charAt(i);
      if (next == '\\') {
        i++;
        next = unescapeCharacter(inside.charAt(i));
        if (next == REPLACEMENT) {
          return null;
        }
      }
      text.append(next);
    }
    return text.toString();
  }

  private static char unescapeCharacter(char letter) {
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
