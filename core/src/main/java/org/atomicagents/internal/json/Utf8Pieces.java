package org.atomicagents.internal.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Hands the characters of a UTF-8 text that comes in pieces, cut anywhere, to a reader. */
public final class Utf8Pieces {
  private static final int CHARS = 1_024;
  private static final int LONGEST_CHARACTER = 4;

  private final IncrementalReader reader;
  private final CharBuffer chars = CharBuffer.allocate(CHARS);
  private final ByteBuffer cut = ByteBuffer.allocate(LONGEST_CHARACTER).limit(0);
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  public Utf8Pieces(IncrementalReader reader) {
    this.reader = reader;
  }

  /** Reads on; bytes that are no UTF-8 become U+FFFD. */
  public void feed(byte[] source, int from, int to) {
    ByteBuffer piece = ByteBuffer.wrap(source, from, to - from);
    while (cut.hasRemaining() && piece.hasRemaining()) {
      cut.compact().put(piece.get()).flip();
      decode(cut);
    }
    if (!cut.hasRemaining()) {
      decode(piece);
      cut.clear().put(piece).flip();
    }
  }

  private void decode(ByteBuffer bytes) {
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      result = decoder.decode(bytes, chars, false);
      reader.feed(chars.array(), 0, chars.position());
      chars.clear();
    }
  }
}
