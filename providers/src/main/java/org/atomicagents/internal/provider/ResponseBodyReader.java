package org.atomicagents.internal.provider;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.internal.http.sse.SseReader;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Reads the body of a response: the events of a stream, or one JSON object.
 *
 * <p>The received bytes decide about the form, not the request: some servers stream although they
 * were not asked to, and others do not stream although they were.
 */
public final class ResponseBodyReader {
  /** The default limit of a response, in bytes. */
  public static final int MAX_BYTES = 64_000_000;

  private static final int MAX_EXCERPT_LENGTH = 500;
  private static final byte[] EMPTY = {};

  private final HttpResponse answer;
  private final ResponseParser parser;
  private final ResponseErrors errors;
  private final long maxBytes;
  private byte[] buffer = new byte[4096];
  private int length;
  private int position;
  private long streamedBytes;
  private @Nullable SseReader stream;
  private boolean opened;

  ResponseBodyReader(
      HttpResponse answer, ResponseParser parser, ResponseErrors errors, long maxBytes) {
    this.answer = answer;
    this.parser = parser;
    this.errors = errors;
    this.maxBytes = maxBytes;
  }

  Queue<ModelEvent> events() {
    return parser.events();
  }

  /** Waits for more of the body; returns false when the response is complete. */
  boolean advance() {
    if (!opened) {
      opened = true;
      if (firstByte() != '{' && looksLikeStream()) {
        stream = new SseReader(this::readBufferedFirst);
      }
    }
    return stream == null ? readObject() : readEvent(stream);
  }

  private boolean readEvent(SseReader events) {
    if (!events.next()) {
      if (!parser.isFinished()) {
        throw errors.unexpected("with a stream that broke off", Stage.RESPONSE);
      }
      parser.complete();
      return false;
    }
    if (parser.isEndMarker(events.data(), events.length())) {
      return endStream();
    }
    try {
      parser.read(events.data(), events.length());
    } catch (JacksonException e) {
      throw events.isComplete()
          ? errors.unexpected(
              "with an event that isn't JSON:\n  " + excerpt(events.text()), Stage.PROTOCOL)
          : errors.unexpected("with a stream that broke off", Stage.RESPONSE);
    }
    if (events.type().equals("error") && parser.error() == null) {
      throw errors.ofErrorInBody(events.text());
    }
    return !endedWithError();
  }

  private boolean endStream() {
    if (!parser.isStarted()) {
      throw errors.unexpected("with a stream without an answer", Stage.PROTOCOL);
    }
    parser.complete();
    return false;
  }

  private boolean readObject() {
    while (fillBuffer()) {
      // The parser needs the complete object.
    }
    if (firstByte() != '{') {
      throw errors.unexpected(describeBody(), Stage.PROTOCOL);
    }
    try (JsonParser json = WireJson.parser(buffer, length)) {
      parser.read(json);
    } catch (JacksonException e) {
      throw e instanceof UnexpectedEndOfInputException
          ? errors.unexpected("with JSON that broke off", Stage.RESPONSE)
          : errors.unexpected("with malformed JSON:\n  " + excerpt(text()), Stage.PROTOCOL);
    }
    if (endedWithError()) {
      return false;
    }
    if (!parser.isStarted()) {
      throw errors.unexpected(
          "without " + parser.requiredContent() + ":\n  " + excerpt(text()), Stage.PROTOCOL);
    }
    parser.complete();
    return false;
  }

  /** Returns whether an error contains the response of the model; any other error is thrown. */
  private boolean endedWithError() {
    String error = parser.error();
    if (error == null) {
      return false;
    }
    String body = "{\"error\":" + error + "}";
    if (!parser.acceptError(body)) {
      throw errors.ofErrorInBody(body);
    }
    parser.complete();
    return true;
  }

  /** Returns the first byte that is neither white space nor a byte order mark; -1 if none is. */
  private int firstByte() {
    for (int i = 0; ; i++) {
      if (i == length && !fillBuffer()) {
        return -1;
      }
      int b = buffer[i];
      if (b > ' ' || (b < 0 && i > 2)) {
        return b;
      }
    }
  }

  private boolean looksLikeStream() {
    if (contentType().contains("text/event-stream")) {
      return true;
    }
    String begin = text().stripLeading();
    return begin.startsWith("data:") || begin.startsWith("event:") || begin.startsWith(":");
  }

  private String describeBody() {
    if (text().isBlank()) {
      return "with an empty body";
    }
    String type = contentType().isEmpty() ? "no content type" : contentType();
    return "with " + type + " where JSON was expected:\n  " + excerpt(text());
  }

  private String contentType() {
    return answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
  }

  private String text() {
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  private static String excerpt(String text) {
    String stripped = text.strip();
    return stripped.length() <= MAX_EXCERPT_LENGTH
        ? stripped
        : stripped.substring(0, MAX_EXCERPT_LENGTH) + "…";
  }

  /** Reads the buffered bytes, which decided about the form, before those of the response. */
  private int readBufferedFirst(byte[] target, int offset, int most) {
    if (position == length) {
      buffer = EMPTY;
      int count = answer.read(target, offset, most);
      streamedBytes += Math.max(count, 0);
      requireBounded(length + streamedBytes);
      return count;
    }
    int count = Math.min(most, length - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean fillBuffer() {
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = answer.read(buffer, length, buffer.length - length);
    length += Math.max(count, 0);
    requireBounded(length);
    return count >= 0;
  }

  private void requireBounded(long bytes) {
    if (bytes > maxBytes) {
      throw errors.unexpected("with more than " + maxBytes + " bytes", Stage.PROTOCOL);
    }
  }
}
