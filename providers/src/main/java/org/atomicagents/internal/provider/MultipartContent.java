package org.atomicagents.internal.provider;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.atomicagents.internal.http.RequestContent;

/**
 * A form with text fields and one file, in the format {@code multipart/form-data} (RFC 7578).
 *
 * <p>The file is written while it is sent. Immutable and thread-safe.
 */
public final class MultipartContent implements RequestContent {
  private static final String LINE_END = "\r\n";

  private final String boundary;
  private final byte[] head;
  private final RequestContent file;
  private final byte[] tail;

  private MultipartContent(String boundary, byte[] head, RequestContent file, byte[] tail) {
    this.boundary = boundary;
    this.head = head;
    this.file = file;
    this.tail = tail;
  }

  /**
   * Returns a form, whose file is the last part, named {@code file}.
   *
   * @param fields the text fields, whose names and values contain neither quotes nor line breaks
   */
  public static MultipartContent of(
      Map<String, String> fields, String fileName, String fileType, RequestContent file) {
    String boundary = "atomic-" + UUID.randomUUID();
    var head = new StringBuilder();
    fields.forEach((name, value) ->
        head.append(delimiter(boundary))
            .append("Content-Disposition: form-data; name=\"")
            .append(name)
            .append('"')
            .append(LINE_END + LINE_END)
            .append(value)
            .append(LINE_END));
    head.append(delimiter(boundary))
        .append("Content-Disposition: form-data; name=\"file\"; filename=\"")
        .append(fileName)
        .append('"')
        .append(LINE_END + "Content-Type: ")
        .append(fileType)
        .append(LINE_END + LINE_END);
    String tail = LINE_END + "--" + boundary + "--" + LINE_END;
    return new MultipartContent(boundary, utf8(head.toString()), file, utf8(tail));
  }

  /** Returns the content type of the request, with the boundary between the parts. */
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  @Override
  public long length() {
    return head.length + file.length() + tail.length;
  }

  @Override
  public void writeTo(OutputStream target) throws IOException {
    target.write(head);
    file.writeTo(target);
    target.write(tail);
  }

  private static String delimiter(String boundary) {
    return "--" + boundary + LINE_END;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
