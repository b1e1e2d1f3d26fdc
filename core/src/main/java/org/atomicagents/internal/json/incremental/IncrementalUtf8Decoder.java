package org.atomicagents.internal.json.incremental;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 text that arrives in chunks, split at any byte, and feeds the characters to a
 * parser.
 *
 * <p>Not thread-safe.
 */
public final class IncrementalUtf8Decoder {
  private static final int BUFFER_SIZE = 1_024;
  private static final int MAX_CHARACTER_BYTES = 4;

  private final IncrementalJsonParser parser;
  private final CharBuffer chars = CharBuffer.allocate(BUFFER_SIZE);
  private final ByteBuffer incompleteBytes = ByteBuffer.allocate(MAX_CHARACTER_BYTES).limit(0);
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  public IncrementalUtf8Decoder(IncrementalJsonParser parser) {
    this.parser = parser;
  }

  /** Decodes the next chunk; malformed bytes become U+FFFD. */
  public void feed(byte[] source, int from, int to) {
    ByteBuffer chunk = ByteBuffer.wrap(source, from, to - from);
    while (incompleteBytes.hasRemaining() && chunk.hasRemaining()) {
      incompleteBytes.compact().put(chunk.get()).flip();
      decode(incompleteBytes);
    }
    if (!incompleteBytes.hasRemaining()) {
      decode(chunk);
      incompleteBytes.clear().put(chunk).flip();
    }
  }

  private void decode(ByteBuffer bytes) {
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      result = decoder.decode(bytes, chars, false);
      parser.feed(chars.array(), 0, chars.position());
      chars.clear();
    }
  }
}
