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
 * The least that a program does to read a chat: the {@code content} of a whole answer, or of each
 * event of a streamed one, found by Jackson's token parser in the bytes as they came.
 */
public final class ChatReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int DATA = "data: ".length();

  private byte[] buffer = new byte[4_096];
  private int end;

  private ChatReader() {}

  /** A request for a chat, written once. */
  static byte[] request(boolean stream) {
    return """
    {"model":"stub","stream":%s,"messages":[{"role":"user","content":"Why is the sky blue?"}]}\
    """
        .formatted(stream)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The text of a whole answer. */
  static String whole(InputStream body) throws IOException {
    byte[] bytes = body.readAllBytes();
    String content = content(bytes, 0, bytes.length);
    return content == null ? "" : content;
  }

  /** Reads a stream to its end. */
  public static void stream(InputStream body, Consumer<String> pieces) throws IOException {
    new ChatReader().read(body, pieces);
  }

  private void read(InputStream body, Consumer<String> pieces) throws IOException {
    int read = body.read(buffer, 0, buffer.length);
    while (read >= 0) {
      end += read;
      int rest = take(end - read, pieces);
      System.arraycopy(buffer, rest, buffer, 0, end - rest);
      end -= rest;
      if (end == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * end);
      }
      read = body.read(buffer, end, buffer.length - end);
    }
  }

  /** Takes all whole lines; gives back where the rest starts. */
  private int take(int unseen, Consumer<String> pieces) {
    int start = 0;
    for (int i = unseen; i < end; i++) {
      if (buffer[i] == '\n') {
        line(start, i - start, pieces);
        start = i + 1;
      }
    }
    return start;
  }

  private void line(int start, int length, Consumer<String> pieces) {
    if (length > DATA && buffer[start + DATA] == '{') {
      String content = content(buffer, start + DATA, length - DATA);
      if (content != null) {
        pieces.accept(content);
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
