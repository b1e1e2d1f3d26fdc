package org.atomicagents.internal.provider;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * A matcher for chunks that differ from the last parsed chunk in their text only.
 *
 * <p>Such chunks need no JSON parser, which is the most expensive step of processing a chunk.
 *
 * <p>The bytes around the text must be identical, and the text must be the complete content of a
 * JSON string. A parser would therefore return the same tokens, except for that string. The padding
 * may differ too: OpenAI adds random letters to each chunk, to hide the length of the text.
 *
 * <p>Not thread-safe.
 */
public final class ChunkFastPath {
  private static final int MAX_CHUNK_LENGTH = 4096;
  private static final char REPLACEMENT = '\uFFFD';
  private static final int NONE = -1;

  private byte[] pattern = {};
  private int length;
  private int[] quotes = {};
  private int textQuote = NONE;
  private int paddingQuote = NONE;
  private boolean notRepeatable;
  private Consumer<String> textConsumer = text -> {};

  /** Resets the pattern before a chunk is parsed. */
  public void startParsing() {
    length = 0;
    textQuote = NONE;
    paddingQuote = NONE;
    notRepeatable = false;
  }

  /**
   * Records the current string of the parser as the text of the chunk.
   *
   * @param consumer processes the text of later chunks that match the pattern
   */
  public void recordText(JsonParser json, Consumer<String> consumer) {
    notRepeatable |= textQuote != NONE;
    textQuote = tokenOffset(json);
    textConsumer = consumer;
  }

  /** Records the current string of the parser as padding, whose content is ignored. */
  public void recordPadding(JsonParser json) {
    notRepeatable |= paddingQuote != NONE;
    paddingQuote = tokenOffset(json);
  }

  /** Marks the chunk as unusable as a pattern, because it contains more than a text. */
  public void markNotRepeatable() {
    notRepeatable = true;
  }

  private static int tokenOffset(JsonParser json) {
    return (int) json.currentTokenLocation().getByteOffset();
  }

  /** Stores the parsed chunk as the pattern for later chunks, if it contained a text only. */
  public void finishParsing(byte[] chunk, int chunkLength) {
    if (textQuote == NONE || notRepeatable || chunkLength > MAX_CHUNK_LENGTH) {
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

  /** Passes on the text of a chunk that matches the pattern; returns false if it must be parsed. */
  public boolean tryAccept(byte[] chunk, int chunkLength) {
    String text = length == 0 ? null : matchText(chunk, chunkLength);
    if (text == null) {
      return false;
    }
    textConsumer.accept(text);
    return true;
  }

  private @Nullable String matchText(byte[] chunk, int chunkLength) {
    int patternPosition = 0;
    int position = 0;
    int textStart = 0;
    int textEnd = 0;
    for (int quote : quotes) {
      int start = position + quote + 1 - patternPosition;
      if (!matchesPattern(patternPosition, quote + 1, chunk, position, chunkLength)) {
        return null;
      }
      patternPosition = findStringEnd(pattern, quote + 1, length);
      position = findStringEnd(chunk, start, chunkLength);
      if (quote == textQuote) {
        textStart = start;
        textEnd = position;
      } else if (!isUnescapedAscii(chunk, start, position)) {
        return null;
      }
    }
    return length - patternPosition == chunkLength - position
            && matchesPattern(patternPosition, length, chunk, position, chunkLength)
        ? decode(new String(chunk, textStart, textEnd - textStart, StandardCharsets.UTF_8))
        : null;
  }

  /** Returns whether the chunk contains a range of the pattern at an offset. */
  private boolean matchesPattern(int from, int to, byte[] chunk, int offset, int chunkLength) {
    int end = offset + to - from;
    return end <= chunkLength && Arrays.equals(pattern, from, to, chunk, offset, end);
  }

  /** Returns the index of the closing quote, of an invalid control character, or the end. */
  private static int findStringEnd(byte[] bytes, int from, int end) {
    int index = from;
    while (index < end && bytes[index] != '"' && !isControl(bytes[index])) {
      index += bytes[index] == '\\' ? 2 : 1;
    }
    return index;
  }

  // The bytes of a multi-byte character are negative.
  private static boolean isControl(byte b) {
    return b >= 0 && b < ' ';
  }

  private static boolean isUnescapedAscii(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0 || bytes[i] == '\\') {
        return false;
      }
    }
    return true;
  }

  // Invalid UTF-8 is decoded to the replacement character; the parser reports the error.
  private static @Nullable String decode(String content) {
    if (content.indexOf(REPLACEMENT) >= 0) {
      return null;
    }
    return content.indexOf('\\') < 0 ? content : unescape(content);
  }

  private static @Nullable String unescape(String content) {
    var text = new StringBuilder(content.length());
    for (int i = 0; i < content.length(); i++) {
      char next = content.charAt(i);
      if (next == '\\') {
        i++;
        next = unescapeCharacter(content.charAt(i));
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
