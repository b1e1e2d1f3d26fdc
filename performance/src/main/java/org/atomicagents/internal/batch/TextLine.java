package org.atomicagents.internal.batch;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.atomicagents.batch.InvalidLineException;
import org.jspecify.annotations.Nullable;

/**
 * A line of a file.
 *
 * @param source the name of the file
 * @param number the number of the line, from 1
 * @param bytes the line without its end; null if it is longer than the maximum
 */
@SuppressWarnings("ArrayRecordComponent")
public record TextLine(String source, long number, byte @Nullable [] bytes) {
  private static final char REPLACEMENT = '\ufffd';

  /** Returns whether the line consists of white space. */
  boolean isBlank() {
    if (bytes == null) {
      return false;
    }
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the text of the line.
   *
   * @param maxBytes the maximum size, for the message
   * @throws InvalidLineException if the line is too long or not valid UTF-8
   */
  public String text(int maxBytes) {
    if (bytes == null) {
      throw problem(
          1, "expected a line of at most " + maxBytes + " bytes, found a longer one", null);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireValid(bytes);
    }
    return text;
  }

  /** Returns an exception with the position of this line. */
  public InvalidLineException problem(int column, String problem, @Nullable Throwable cause) {
    return new InvalidLineException(source, number, column, problem, List.of(), cause);
  }

  private void requireValid(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    CharBuffer out = CharBuffer.allocate(encoded.length);
    var result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (result.isError()) {
      throw problem(
          out.position() + 1,
          "expected UTF-8, found the byte 0x%02x".formatted(encoded[in.position()]),
          null);
    }
  }
}
