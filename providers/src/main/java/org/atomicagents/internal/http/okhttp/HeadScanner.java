package org.atomicagents.internal.http.okhttp;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of the head of an HTTP/1.1 response, and rejects heads with a malformed status code
 * or an ambiguous body length.
 *
 * <p>The HTTP library throws unchecked exceptions for some of them and does not release the
 * connection then, and it takes the last one of several lengths. Not thread-safe.
 */
final class HeadScanner {
  // The lines that matter are shorter; of longer ones, only the start is kept.
  private static final int MAX_LINE_LENGTH = 256;

  private final byte[] line = new byte[MAX_LINE_LENGTH];
  private int lineLength;
  private boolean isStatusLine;
  private int status;
  private @Nullable String length;
  private @Nullable String encoding;

  HeadScanner() {
    reset();
  }

  /** Begins another head. */
  void reset() {
    lineLength = 0;
    isStatusLine = true;
    length = null;
    encoding = null;
  }

  /** Scans a byte; returns whether it is the last one of the head. */
  boolean scan(byte b) throws ProtocolException {
    if (b != '\n') {
      if (lineLength < MAX_LINE_LENGTH) {
        line[lineLength] = b;
      }
      lineLength++;
      return false;
    }
    boolean isEnd = lineLength == 0 || (lineLength == 1 && line[0] == '\r');
    if (isStatusLine) {
      scanStatusLine();
    } else if (isEnd) {
      requireNoBodyLength();
      reset();
    } else {
      scanHeader();
    }
    lineLength = 0;
    return isEnd;
  }

  private void scanStatusLine() throws ProtocolException {
    String text = text();
    int start = text.indexOf(' ') + 1;
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    boolean isCode = start > 0 && end == start + 3 && text.charAt(start) != '0';
    if (!isCode || (end < text.length() && text.charAt(end) != ' ')) {
      throw new ProtocolException("Unexpected status line: " + text);
    }
    status = Integer.parseInt(text, start, end, 10);
    isStatusLine = false;
  }

  private void scanHeader() throws ProtocolException {
    // Most headers begin with other letters, and need no text.
    byte first = line[0];
    if (first != 'C' && first != 'c' && first != 'T' && first != 't') {
      return;
    }
    String text = text();
    int colon = text.indexOf(':');
    String name = colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    switch (name) {
      case "content-length" -> length = requireLength(text.substring(colon + 1).strip());
      case "transfer-encoding" -> encoding = requireEncoding(text.substring(colon + 1).strip());
      default -> {}
    }
  }

  private String requireLength(String value) throws ProtocolException {
    if (!BodyLength.isLength(value) || !(length == null || length.equals(value))) {
      throw new ProtocolException("malformed Content-Length");
    }
    return value;
  }

  private String requireEncoding(String value) throws ProtocolException {
    if (!BodyLength.isTransferEncoding(value) || encoding != null) {
      throw new ProtocolException("unsupported Transfer-Encoding");
    }
    return value;
  }

  private void requireNoBodyLength() throws ProtocolException {
    if ((status == 204 || status == 205)
        && (encoding != null || (length != null && Long.parseLong(length) > 0))) {
      throw new ProtocolException("status " + status + " with a body");
    }
  }

  /** Returns the start of the line, without its end. */
  private String text() {
    int end = Math.min(lineLength, MAX_LINE_LENGTH);
    if (end > 0 && end == lineLength && line[end - 1] == '\r') {
      end--;
    }
    return new String(line, 0, end, StandardCharsets.ISO_8859_1);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
