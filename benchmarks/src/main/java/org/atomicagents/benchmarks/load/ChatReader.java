package org.atomicagents.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A minimal reader of chat completions: extracts the {@code content} of a complete response, or of
 * each event of a stream, with Jackson's token parser.
 */
public final class ChatReader {
  /** A short question. */
  static final String QUESTION = "Why is the sky blue?";

  private static final JsonFactory JSON = new JsonFactory();
  private static final int DATA = "data: ".length();

  private byte[] buffer = new byte[4_096];
  private int end;

  private ChatReader() {}

  /** Returns the body of a chat request. */
  static byte[] request(boolean stream) {
    return request(stream, QUESTION);
  }

  /** Returns the body of a chat request with a question without characters to escape. */
  static byte[] request(boolean stream, String question) {
    return """
    {"model":"stub","stream":%s,"messages":[{"role":"user","content":"%s"}]}\
    """
        .formatted(stream, question)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the text of a complete response. */
  static String completeText(InputStream body) throws IOException {
    byte[] bytes = body.readAllBytes();
    String content = content(bytes, 0, bytes.length);
    return content == null ? "" : content;
  }

  /** Reads a stream to its end and passes on the text of each event. */
  public static void stream(InputStream body, Consumer<String> deltas) throws IOException {
    new ChatReader().read(body, deltas);
  }

  private void read(InputStream body, Consumer<String> deltas) throws IOException {
    int read = body.read(buffer, 0, buffer.length);
    while (read >= 0) {
      end += read;
      int remaining = consumeLines(end - read, deltas);
      System.arraycopy(buffer, remaining, buffer, 0, end - remaining);
      end -= remaining;
      if (end == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * end);
      }
      read = body.read(buffer, end, buffer.length - end);
    }
  }

  /** Consumes all complete lines and returns the start of the remaining bytes. */
  private int consumeLines(int unscanned, Consumer<String> deltas) {
    int start = 0;
    for (int i = unscanned; i < end; i++) {
      if (buffer[i] == '\n') {
        readLine(start, i - start, deltas);
        start = i + 1;
      }
    }
    return start;
  }

  private void readLine(int start, int length, Consumer<String> deltas) {
    if (length > DATA && buffer[start + DATA] == '{') {
      String content = content(buffer, start + DATA, length - DATA);
      if (content != null) {
        deltas.accept(content);
      }
    }
  }

  private static @Nullable String content(byte[] bytes, int start, int length) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, start, length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME && parser.currentName().equals("content")) {
          return parser.nextStringValue();
        }
      }
    }
    return null;
  }
}
