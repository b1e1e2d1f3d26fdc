package org.atomicagents.internal.provider.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.atomicagents.internal.http.RequestContent;

/**
 * The requests of a batch as sent, in a temporary file.
 *
 * <p>Used by one thread, and not changed while it is sent.
 */
final class RequestFile implements AutoCloseable {
  private final TemporaryFile file = TemporaryFile.create();
  private final byte[] separator;
  private final OutputStream output;
  private int size;
  private long bytes;

  /**
   * Creates an empty file.
   *
   * @param separator the text between two requests
   */
  RequestFile(String separator) {
    this.separator = utf8(separator);
    try {
      this.output = file.output();
    } catch (IOException e) {
      file.close();
      throw file.failure("written", e);
    }
  }

  int size() {
    return size;
  }

  long bytes() {
    return bytes;
  }

  /** Returns the size of the file after one more request. */
  long bytesWith(byte[] json) {
    return bytes + (size == 0 ? 0 : separator.length) + json.length;
  }

  /**
   * Adds a request.
   *
   * @param json the request, whose line breaks between tokens are replaced by spaces
   */
  void add(byte[] json) {
    try {
      if (size > 0) {
        output.write(separator);
      }
      output.write(onOneLine(json));
    } catch (IOException e) {
      throw file.failure("written", e);
    }
    bytes = bytesWith(json);
    size++;
  }

  /** Returns the requests between a prefix and a suffix; no more requests can be added. */
  RequestContent content(String prefix, String suffix) {
    try {
      output.close();
    } catch (IOException e) {
      throw file.failure("written", e);
    }
    return new Content(utf8(prefix), utf8(suffix));
  }

  @Override
  public void close() {
    try (file) {
      output.close();
    } catch (IOException e) {
      // The file is deleted, so that its content does not matter.
    }
  }

  // Raw line breaks in JSON are white space: those in texts are escaped.
  private static byte[] onOneLine(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '\n' || json[i] == '\r') {
        json[i] = ' ';
      }
    }
    return json;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private final class Content implements RequestContent {
    private final byte[] prefix;
    private final byte[] suffix;

    Content(byte[] prefix, byte[] suffix) {
      this.prefix = prefix;
      this.suffix = suffix;
    }

    @Override
    public long length() {
      return prefix.length + bytes + suffix.length;
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
      target.write(prefix);
      file.copyTo(target);
      target.write(suffix);
    }
  }
}
