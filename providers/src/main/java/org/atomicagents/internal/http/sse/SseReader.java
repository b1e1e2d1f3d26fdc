package org.atomicagents.internal.http.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.atomicagents.error.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events, read from bytes as they come.
 *
 * <p>As the WHATWG's HTML standard, 9.2.6, has it, but for the end: an event that the end of the
 * stream leaves without its blank line is delivered, and {@link #isComplete()} tells.
 *
 * {@snippet :
 * var events = new SseReader(answer::read);
 * while (events.next()) {
 *   parse(events.data(), 0, events.length());
 * }
 * }
 *
 * <p>For one thread. Each byte is looked at once. An event costs no allocation, unless it is asked
 * for its text, or for a type or an id that the one before didn't have.
 */
public final class SseReader {
  /** The longest line, and the longest data of one event, in bytes. */
  public static final int MAX_LENGTH = 10_000_000;

  private static final int INPUT_SIZE = 8 * 1024;

  private final ByteSource source;
  private final byte[] input = new byte[INPUT_SIZE];
  private int position;
  private int end;
  private boolean skipLineFeed;
  private boolean isAtStart = true;
  private boolean ended;
  private boolean complete;
  private final GrowableBytes pending = new GrowableBytes(1024);
  private final GrowableBytes data = new GrowableBytes(1024);
  private boolean hasData;
  private boolean hasType;
  private final CachedText type = new CachedText();
  private final CachedText id = new CachedText();
  private byte[] line = input;
  private int lineStart;
  private int lineEnd;

  /** Reads from {@code source}. */
  public SseReader(ByteSource source) {
    this.source = source;
  }

  /** Where the bytes come from. */
  @FunctionalInterface
  public interface ByteSource {

    /** Waits for bytes, and says how many it put into {@code target}; -1 at the end. */
    int read(byte[] target, int offset, int length);
  }

  /**
   * Waits for the next event with data; false at the end of the stream.
   *
   * @throws TransportException if a line or an event's data is longer than {@value #MAX_LENGTH}
   *     bytes
   */
  public boolean next() {
    data.length = 0;
    hasData = false;
    hasType = false;
    while (nextLine()) {
      if (lineStart == lineEnd) {
        if (hasData) {
          complete = true;
          return true;
        }
        hasType = false;
      } else {
        readField();
      }
    }
    complete = false;
    return hasData;
  }

  /** The data of the event, in UTF-8; valid until the next call of {@link #next()}. */
  public byte[] data() {
    return data.array;
  }

  /** How many bytes of {@link #data()} are the event's. */
  public int length() {
    return data.length;
  }

  /** The data of the event, as text. */
  public String text() {
    return new String(data.array, 0, data.length, StandardCharsets.UTF_8);
  }

  /** The event's type; {@code message} if it has none. */
  public String type() {
    return hasType ? type.text() : "message";
  }

  /** The last id that an event up to this one has had; empty if none had. */
  public String id() {
    return id.text();
  }

  /** Whether the event's blank line has come. */
  public boolean isComplete() {
    return complete;
  }

  /** Finds the next line, in the input or, if it came in several pieces, in {@link #pending}. */
  private boolean nextLine() {
    pending.length = 0;
    while (true) {
      skipLineFeed();
      int from = position;
      int to = endOfLine();
      if (to < end) {
        position = to + 1;
        skipLineFeed = input[to] == '\r';
        setLine(from, to);
        return true;
      }
      pending.append(input, from, to);
      position = end;
      if (!fill()) {
        return setLastLine();
      }
    }
  }

  private void skipLineFeed() {
    if (skipLineFeed && position < end) {
      skipLineFeed = false;
      if (input[position] == '\n') {
        position++;
      }
    }
  }

  private int endOfLine() {
    int at = position;
    while (at < end && input[at] != '\n' && input[at] != '\r') {
      at++;
    }
    return at;
  }

  private void setLine(int from, int to) {
    if (pending.length == 0) {
      line(input, from, to);
    } else {
      pending.append(input, from, to);
      line(pending.array, 0, pending.length);
    }
  }

  private boolean setLastLine() {
    line(pending.array, 0, pending.length);
    return pending.length > 0;
  }

  private void line(byte[] bytes, int from, int to) {
    line = bytes;
    lineEnd = to;
    lineStart = isAtStart && hasByteOrderMark(bytes, from, to) ? from + 3 : from;
    isAtStart = false;
  }

  private static boolean hasByteOrderMark(byte[] bytes, int from, int to) {
    return to - from >= 3
        && bytes[from] == (byte) 0xEF
        && bytes[from + 1] == (byte) 0xBB
        && bytes[from + 2] == (byte) 0xBF;
  }

  private boolean fill() {
    if (ended) {
      return false;
    }
    int count = source.read(input, 0, input.length);
    position = 0;
    end = Math.max(count, 0);
    ended = count < 0;
    return !ended;
  }

  private void readField() {
    int colon = lineStart;
    while (colon < lineEnd && line[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, lineEnd);
    if (value < lineEnd && line[value] == ' ') {
      value++;
    }
    if (isField("data", colon)) {
      appendData(value);
    } else if (isField("event", colon)) {
      hasType = value < lineEnd;
      type.set(line, value, lineEnd);
    } else if (isField("id", colon) && !containsNull(value)) {
      id.set(line, value, lineEnd);
    }
  }

  private void appendData(int from) {
    if (hasData) {
      data.append('\n');
    }
    hasData = true;
    data.append(line, from, lineEnd);
  }

  private boolean isField(String name, int colon) {
    if (colon - lineStart != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (line[lineStart + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean containsNull(int from) {
    for (int i = from; i < lineEnd; i++) {
      if (line[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** A short text that is often the one before, and seldom asked for. */
  private static final class CachedText {
    private final GrowableBytes bytes = new GrowableBytes(32);
    private @Nullable String text = "";

    void set(byte[] line, int from, int to) {
      if (!Arrays.equals(bytes.array, 0, bytes.length, line, from, to)) {
        bytes.length = 0;
        bytes.append(line, from, to);
        text = null;
      }
    }

    String text() {
      String known = text;
      if (known == null) {
        known = new String(bytes.array, 0, bytes.length, StandardCharsets.UTF_8);
        text = known;
      }
      return known;
    }
  }

  /** Bytes that grow, up to a limit. */
  private static final class GrowableBytes {
    private byte[] array;
    private int length;

    GrowableBytes(int usual) {
      array = new byte[usual];
    }

    void append(int one) {
      reserve(1);
      array[length++] = (byte) one;
    }

    void append(byte[] bytes, int from, int to) {
      reserve(to - from);
      System.arraycopy(bytes, from, array, length, to - from);
      length += to - from;
    }

    private void reserve(int more) {
      if (more > MAX_LENGTH - length) {
        throw TransportException.of(
            "A server-sent event is longer than "
                + MAX_LENGTH
                + " bytes.\nAsk for less at a time, or without streaming.",
            TransportException.Stage.PROTOCOL,
            null);
      }
      if (length + more > array.length) {
        int doubled = Math.min(2 * array.length, MAX_LENGTH);
        array = Arrays.copyOf(array, Math.max(length + more, doubled));
      }
    }
  }
}
