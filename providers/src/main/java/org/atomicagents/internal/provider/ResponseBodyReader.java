package org.atomicagents.internal.provider;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import org.atomicagents.internal.http.HttpAnswer;
import org.atomicagents.internal.http.SseReader;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.TransportException.Stage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Reads the body of an answer, whichever form it has: the events of a stream, or one JSON object.
 *
 * <p>The form is told by what comes and not by what was asked for, since some servers stream
 * unasked and others answer whole in spite of being asked to stream.
 */
public final class ResponseBodyReader {
  /** The default limit of a response, in bytes. */
  public static final int MAX_BYTES = 64_000_000;

  private static final int SHOWN = 500;
  private static final byte[] NOTHING = {};

  private final HttpAnswer answer;
  private final ResponseParser parser;
  private final ResponseErrors errors;
  private final long maxBytes;
  private byte[] start = new byte[4096];
  private int length;
  private int position;
  private long streamed;
  private @Nullable SseReader stream;
  private boolean opened;

  ResponseBodyReader(
      HttpAnswer answer, ResponseParser parser, ResponseErrors errors, long maxBytes) {
    this.answer = answer;
    this.parser = parser;
    this.errors = errors;
    this.maxBytes = maxBytes;
  }

  Queue<ModelEvent> events() {
    return parser.events();
  }

  /** Waits for more; false when the answer is complete and nothing more follows. */
  boolean advance() {
    if (!opened) {
      opened = true;
      if (firstByte() != '{' && looksLikeStream()) {
        stream = new SseReader(this::readOn);
      }
    }
    return stream == null ? whole() : event(stream);
  }

  private boolean event(SseReader events) {
    if (!events.next()) {
      if (!parser.isFinished()) {
        throw errors.unexpected("with a stream that broke off", Stage.RESPONSE);
      }
      parser.end();
      return false;
    }
    if (parser.isEndMarker(events.data(), events.length())) {
      return done();
    }
    try {
      parser.read(events.data(), events.length());
    } catch (JacksonException e) {
      throw events.isComplete()
          ? errors.unexpected(
              "with an event that isn't JSON:\n  " + shown(events.text()), Stage.PROTOCOL)
          : errors.unexpected("with a stream that broke off", Stage.RESPONSE);
    }
    if (events.type().equals("error") && parser.error() == null) {
      throw errors.ofErrorInBody(events.text());
    }
    return !endedWithError();
  }

  private boolean done() {
    if (!parser.isStarted()) {
      throw errors.unexpected("with a stream without an answer", Stage.PROTOCOL);
    }
    parser.end();
    return false;
  }

  private boolean whole() {
    while (more()) {
      // The parser wants all of it.
    }
    if (firstByte() != '{') {
      throw errors.unexpected(what(), Stage.PROTOCOL);
    }
    try (JsonParser json = WireJson.parser(start, length)) {
      parser.read(json);
    } catch (JacksonException e) {
      throw e instanceof UnexpectedEndOfInputException
          ? errors.unexpected("with JSON that broke off", Stage.RESPONSE)
          : errors.unexpected("with malformed JSON:\n  " + shown(text()), Stage.PROTOCOL);
    }
    if (endedWithError()) {
      return false;
    }
    if (!parser.isStarted()) {
      throw errors.unexpected(
          "without " + parser.requiredContent() + ":\n  " + shown(text()), Stage.PROTOCOL);
    }
    parser.end();
    return false;
  }

  /** Whether the provider told what the model has said as an error; any other error is thrown. */
  private boolean endedWithError() {
    String error = parser.error();
    if (error == null) {
      return false;
    }
    String body = "{\"error\":" + error + "}";
    if (!parser.acceptError(body)) {
      throw errors.ofErrorInBody(body);
    }
    parser.end();
    return true;
  }

  /** The first byte that isn't white space or a byte order mark; -1 if there is none. */
  private int firstByte() {
    for (int i = 0; ; i++) {
      if (i == length && !more()) {
        return -1;
      }
      int b = start[i];
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

  private String what() {
    if (text().isBlank()) {
      return "with an empty body";
    }
    String type = contentType().isEmpty() ? "no content type" : contentType();
    return "with " + type + " where JSON was expected:\n  " + shown(text());
  }

  private String contentType() {
    return answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
  }

  private String text() {
    return new String(start, 0, length, StandardCharsets.UTF_8);
  }

  private static String shown(String text) {
    String stripped = text.strip();
    return stripped.length() <= SHOWN ? stripped : stripped.substring(0, SHOWN) + "…";
  }

  /** What was read to tell the form comes first. */
  private int readOn(byte[] target, int offset, int most) {
    if (position == length) {
      start = NOTHING;
      int count = answer.read(target, offset, most);
      streamed += Math.max(count, 0);
      requireBounded(length + streamed);
      return count;
    }
    int count = Math.min(most, length - position);
    System.arraycopy(start, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean more() {
    if (length == start.length) {
      start = Arrays.copyOf(start, 2 * start.length);
    }
    int count = answer.read(start, length, start.length - length);
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
