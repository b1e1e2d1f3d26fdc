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

/**
 * A reader of response bodies: the events of a stream, or one JSON object.
 *
 * <p>The form is detected from the received bytes, because some servers stream without being asked
 * to, and others do not stream when asked to.
 */
public final class ResponseBodyReader {
  /** The default maximum size of a response, in bytes. */
  public static final int MAX_BYTES = 64_000_000;

  private static final int INITIAL_SIZE = 2 * 1024;
  private static final byte[] EMPTY = {};

  private final HttpResponse response;
  private final ResponseParser parser;
  private final ResponseErrors errors;
  private final CompleteResponse complete;
  private final long maxBytes;
  private byte[] buffer = new byte[INITIAL_SIZE];
  private int length;
  private long streamedBytes;
  private @Nullable SseReader stream;
  private boolean detected;

  ResponseBodyReader(
      HttpResponse response, ResponseParser parser, ResponseErrors errors, long maxBytes) {
    this.response = response;
    this.parser = parser;
    this.errors = errors;
    this.complete = new CompleteResponse(parser, errors);
    this.maxBytes = maxBytes;
  }

  Queue<ModelEvent> events() {
    return parser.events();
  }

  /** Blocks until more of the body was parsed; returns false when the response is complete. */
  boolean advance() {
    if (!detected) {
      detected = true;
      if (firstByte() != '{' && looksLikeStream()) {
        stream = new SseReader(this::readStream, buffer, length);
        buffer = EMPTY;
      }
    }
    return stream == null ? readObject() : readEvent(stream);
  }

  private boolean readEvent(SseReader events) {
    if (!events.next()) {
      if (!parser.isFinished()) {
        throw errors.unexpected("an incomplete stream", Stage.RESPONSE);
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
              "an event that is not JSON:\n  " + excerpt(events.text()), Stage.PROTOCOL)
          : errors.unexpected("an incomplete stream", Stage.RESPONSE);
    }
    if (events.type().equals("error") && parser.error() == null) {
      throw errors.ofErrorInBody(events.text());
    }
    if (complete.endWithError()) {
      return false;
    }
    return !parser.hasEnded() || endStream();
  }

  private boolean endStream() {
    if (!parser.isStarted()) {
      throw errors.unexpected("a stream without " + parser.requiredContent(), Stage.PROTOCOL);
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
    complete.read(buffer, 0, length);
    return false;
  }

  /** Returns the first byte that is neither white space nor a byte order mark, or -1. */
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
    String start = text().stripLeading();
    return start.startsWith("data:") || start.startsWith("event:") || start.startsWith(":");
  }

  private String describeBody() {
    if (text().isBlank()) {
      return "an empty body";
    }
    String type = contentType().isEmpty() ? "no content type" : contentType();
    return type + " instead of JSON:\n  " + excerpt(text());
  }

  private String contentType() {
    return response.header("content-type").orElse("").toLowerCase(Locale.ROOT);
  }

  private String text() {
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  private String excerpt(String text) {
    return JsonExcerpt.of(text, errors::redact);
  }

  private int readStream(byte[] target, int offset, int maxLength) {
    int count = response.read(target, offset, maxLength);
    streamedBytes += Math.max(count, 0);
    checkSize(length + streamedBytes);
    return count;
  }

  private boolean fillBuffer() {
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = response.read(buffer, length, buffer.length - length);
    length += Math.max(count, 0);
    checkSize(length);
    return count >= 0;
  }

  private void checkSize(long bytes) {
    if (bytes > maxBytes) {
      throw errors.unexpected("more than " + maxBytes + " bytes", Stage.PROTOCOL);
    }
  }
}
