package org.atomicagents.internal.json.incremental;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Hands the characters of a UTF-8 text that comes in pieces, cut anywhere, to a reader. */
public final class IncrementalUtf8Decoder {
  private static final int BUFFER_SIZE = 1_024;
  private static final int MAX_CHARACTER_BYTES = 4;

  private final IncrementalJsonParser reader;
  private final CharBuffer chars = CharBuffer.allocate(BUFFER_SIZE);
  private final ByteBuffer incompleteBytes = ByteBuffer.allocate(MAX_CHARACTER_BYTES).limit(0);
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  public IncrementalUtf8Decoder(IncrementalJsonParser reader) {
    this.reader = reader;
  }

  /** Reads on; bytes that are no UTF-8 become U+FFFD. */
  public void feed(byte[] source, int from, int to) {
    ByteBuffer piece = ByteBuffer.wrap(source, from, to - from);
    while (incompleteBytes.hasRemaining() && piece.hasRemaining()) {
      incompleteBytes.compact().put(piece.get()).flip();
      decode(incompleteBytes);
    }
    if (!incompleteBytes.hasRemaining()) {
      decode(piece);
      incompleteBytes.clear().put(piece).flip();
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
