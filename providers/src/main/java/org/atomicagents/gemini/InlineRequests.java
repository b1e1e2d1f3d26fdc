package org.atomicagents.gemini;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.atomicagents.internal.http.RequestContent;

/**
 * The requests of a small batch in the body of its creation, in which their keys are metadata.
 *
 * <p>Source: https://ai.google.dev/api/batch-api#InlinedRequest.
 */
final class InlineRequests {
  /** The beginning of a line of a file of requests; the key follows. */
  static final String LINE_START = "{\"key\":\"";

  private static final String START = "{\"metadata\":{\"key\":\"";

  private InlineRequests() {}

  /**
   * Returns the body of the creation.
   *
   * @param file the requests as lines of a file
   * @param name the JSON text of the name of the batch
   */
  static RequestContent of(RequestContent file, String name) {
    var lines = new ByteArrayOutputStream((int) file.length());
    try {
      file.writeTo(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var body = new StringBuilder((int) file.length() + 1_000);
    body.append("{\"batch\":{\"displayName\":")
        .append(name)
        .append(",\"inputConfig\":{\"requests\":{\"requests\":[");
    String separator = "";
    for (String line : lines.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      int keyEnd = line.indexOf('"', LINE_START.length());
      body.append(separator)
          .append(START)
          .append(line, LINE_START.length(), keyEnd)
          .append("\"}")
          .append(line, keyEnd + 1, line.length());
      separator = ",";
    }
    body.append("]}}}}");
    return RequestContent.of(body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
