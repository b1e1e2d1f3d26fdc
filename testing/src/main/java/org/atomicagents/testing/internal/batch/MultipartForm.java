package org.atomicagents.testing.internal.batch;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.testing.internal.server.ReceivedRequest;

/**
 * The fields of a request of the type {@code multipart/form-data} (RFC 7578).
 *
 * @param fields the text of each field by name
 * @param fileNames the file name of each field that has one
 */
record MultipartForm(Map<String, String> fields, Map<String, String> fileNames) {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/form-data;.{0,100}?boundary=\"?([^\";]{1,70})\"?.{0,100}");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]{0,200})\"");
  private static final Pattern FILE_NAME = Pattern.compile("[; ]filename=\"([^\"]{0,200})\"");
  private static final String LINE_END = "\r\n";

  /** Returns the fields; none if the body is no such form. */
  static MultipartForm of(ReceivedRequest request, byte[] body) {
    var form = new MultipartForm(new HashMap<>(), new HashMap<>());
    Matcher type = BOUNDARY.matcher(request.header("content-type").orElse(""));
    if (!type.matches()) {
      return form;
    }
    // One character per byte, so that positions are those of the body.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String delimiter = "--" + type.group(1);
    int start = text.indexOf(delimiter);
    while (start >= 0) {
      int contentStart = start + delimiter.length() + LINE_END.length();
      int next = text.indexOf(LINE_END + delimiter, start + delimiter.length());
      if (next < 0) {
        break;
      }
      form.add(text.substring(Math.min(contentStart, next), next));
      start = next + LINE_END.length();
    }
    return form;
  }

  private void add(String part) {
    int headEnd = part.indexOf(LINE_END + LINE_END);
    if (headEnd < 0) {
      return;
    }
    String head = part.substring(0, headEnd);
    Matcher name = NAME.matcher(head);
    if (name.find()) {
      byte[] content =
          part.substring(headEnd + 2 * LINE_END.length()).getBytes(StandardCharsets.ISO_8859_1);
      fields.put(name.group(1), new String(content, StandardCharsets.UTF_8));
      Matcher fileName = FILE_NAME.matcher(head);
      if (fileName.find()) {
        fileNames.put(name.group(1), fileName.group(1));
      }
    }
  }
}
