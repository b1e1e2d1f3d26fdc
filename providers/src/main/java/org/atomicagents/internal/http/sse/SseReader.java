package org.atomicagents.internal.http.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.atomicagents.error.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * A reader of server-sent events from a stream of bytes.
 *
 * <p>Follows the WHATWG HTML standard, 9.2.6, with one exception: if the stream ends before the
 * blank line of an event, that event is delivered and {@link #isComplete()} returns false.
 *
 * {@snippet :
 * var events = new SseReader(response::read);
 * while (events.next()) {
 *   parse(events.data(), 0, events.length());
 * }
 * }
 *
 * <p>Not thread-safe. Each byte is scanned once. Reading an event allocates nothing; only {@link
 * #text()} and a type or id that differs from the previous one allocate a string.
 */
public final class SseReader {
  /** The maximum length of a line and of the data of one event, in bytes. */
  public static final int MAX_LENGTH = 10_000_000;

  // A paced stream delivers a few hundred bytes at a time, and thousands of them are open at once.
  private static final int MIN_INPUT_SIZE = 2 * 1024;
  private static final int MAX_INPUT_SIZE = 8 * 1024;
  private static final byte[] EMPTY = {};

  private final ByteSource source;
  private byte[] input;
  private int position;
  private int end;
  private boolean skipLineFeed;
  private boolean isAtStart = true;
  private boolean ended;
  private boolean complete;
  private final GrowableBytes pending = new GrowableBytes();
  private final GrowableBytes data = new GrowableBytes();
  private boolean hasData;
  private boolean hasType;
  private final CachedText type = new CachedText();
  private final CachedText id = new CachedText();
  private byte[] line = EMPTY;
  private int lineStart;
  private int lineEnd;

  /** Creates a reader of the events in {@code source}. */
  public SseReader(ByteSource source) {
    this(source, new byte[MIN_INPUT_SIZE], 0);
  }

  /**
   * Creates a reader of the events in the first {@code length} bytes of an array, and then in
   * {@code source}.
   *
   * @param input becomes the buffer of this reader, and must not be used otherwise
   */
  public SseReader(ByteSource source, byte[] input, int length) {
    this.source = source;
    this.input = input;
    this.end = length;
  }

  /** A source of bytes. */
  @FunctionalInterface
  public interface ByteSource {

    /** Reads bytes into {@code target} and returns their number; -1 at the end. Blocks. */
    int read(byte[] target, int offset, int length);
  }

  /**
   * Waits for the next event with data and returns true; returns false at the end of the stream.
   *
   * @throws TransportException if a line or the data of an event is longer than {@link #MAX_LENGTH}
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

  /**
   * Returns the data of the event in UTF-8, in the first {@link #length()} bytes; valid until the
   * next call of {@link #next()}.
   */
  public byte[] data() {
    return data.array;
  }

  /** Returns the length of the event's data in bytes. */
  public int length() {
    return data.length;
  }

  /** Returns the data of the event as text. */
  public String text() {
    return new String(data.array, 0, data.length, StandardCharsets.UTF_8);
  }

  /** Returns the type of the event; {@code message} if it has none. */
  public String type() {
    return hasType ? type.text() : "message";
  }

  /** Returns the last id received up to this event; empty if there was none. */
  public String id() {
    return id.text();
  }

  /** Returns whether the blank line after the event has been received. */
  public boolean isComplete() {
    return complete;
  }

  /**
   * Finds the next line: in the input, or in {@link #pending} if the line spans several reads.
   * Returns false at the end of the stream.
   */
  private boolean nextLine() {
    pending.length = 0;
    while (true) {
      skipLineFeed();
      int from = position;
      int to = endOfLine();
      if (to < end) {
        position = to + 1;
        skipLineFeed = input[to] == '\r';
        finishLine(from, to);
        return true;
      }
      pending.append(input, from, to);
      position = end;
      if (!fill()) {
        return finishLastLine();
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
    int index = position;
    while (index < end && input[index] != '\n' && input[index] != '\r') {
      index++;
    }
    return index;
  }

  private void finishLine(int from, int to) {
    if (pending.length == 0) {
      selectLine(input, from, to);
    } else {
      pending.append(input, from, to);
      selectLine(pending.array, 0, pending.length);
    }
  }

  private boolean finishLastLine() {
    selectLine(pending.array, 0, pending.length);
    return pending.length > 0;
  }

  private void selectLine(byte[] bytes, int from, int to) {
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
    // The last read filled the buffer, so that more bytes were probably available.
    if (end == input.length && end < MAX_INPUT_SIZE) {
      input = new byte[Math.min(2 * Math.max(end, MIN_INPUT_SIZE), MAX_INPUT_SIZE)];
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

  /** A short text that is decoded on demand and cached while its bytes stay the same. */
  private static final class CachedText {
    private final GrowableBytes bytes = new GrowableBytes();
    private @Nullable String text = "";

    void set(byte[] line, int from, int to) {
      if (!Arrays.equals(bytes.array, 0, bytes.length, line, from, to)) {
        bytes.length = 0;
        bytes.append(line, from, to);
        text = null;
      }
    }

    String text() {
      String cached = text;
      if (cached == null) {
        cached = new String(bytes.array, 0, bytes.length, StandardCharsets.UTF_8);
        text = cached;
      }
      return cached;
    }
  }

  /** A byte buffer that grows up to {@link #MAX_LENGTH}. */
  private static final class GrowableBytes {
    private static final int MIN_CAPACITY = 32;

    private byte[] array = EMPTY;
    private int length;

    void append(int value) {
      reserve(1);
      array[length++] = (byte) value;
    }

    void append(byte[] bytes, int from, int to) {
      reserve(to - from);
      System.arraycopy(bytes, from, array, length, to - from);
      length += to - from;
    }

    private void reserve(int count) {
      if (count > MAX_LENGTH - length) {
        throw TransportException.of(
            "A server-sent event is longer than "
                + MAX_LENGTH
                + " bytes.\nRequest a shorter response, or disable streaming.",
            TransportException.Stage.PROTOCOL,
            null);
      }
      if (length + count > array.length) {
        int doubled = Math.min(Math.max(2 * array.length, MIN_CAPACITY), MAX_LENGTH);
        array = Arrays.copyOf(array, Math.max(length + count, doubled));
      }
    }
  }
}
