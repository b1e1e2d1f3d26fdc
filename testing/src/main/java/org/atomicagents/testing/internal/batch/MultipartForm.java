package org.atomicagents.testing.internal.batch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
      Pattern.compile(
          "multipart/(?:form-data|related);.{0,100}?boundary=\"?([^\";]{1,70})\"?.{0,100}");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]{0,200})\"");
  private static final Pattern FILE_NAME = Pattern.compile("[; ]filename=\"([^\"]{0,200})\"");
  private static final String LINE_END = "\r\n";

  /** Returns the fields; none if the body is no such form. */
  static MultipartForm of(ReceivedRequest request, byte[] body) {
    var form = new MultipartForm(new HashMap<>(), new HashMap<>());
    rawParts(request, body).forEach(form::add);
    return form;
  }

  /** Returns the contents of the parts, also of {@code multipart/related} (RFC 2387). */
  static List<String> parts(ReceivedRequest request, byte[] body) {
    return rawParts(request, body).stream().map(MultipartForm::content).toList();
  }

  /** Returns the parts with one character per byte, so that positions are those of the body. */
  private static List<String> rawParts(ReceivedRequest request, byte[] body) {
    var parts = new ArrayList<String>();
    Matcher type = BOUNDARY.matcher(request.header("content-type").orElse(""));
    if (!type.matches()) {
      return parts;
    }
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String delimiter = "--" + type.group(1);
    int start = text.indexOf(delimiter);
    while (start >= 0) {
      int contentStart = start + delimiter.length() + LINE_END.length();
      int next = text.indexOf(LINE_END + delimiter, start + delimiter.length());
      if (next < 0) {
        break;
      }
      parts.add(text.substring(Math.min(contentStart, next), next));
      start = next + LINE_END.length();
    }
    return parts;
  }

  private static String content(String part) {
    int headEnd = part.indexOf(LINE_END + LINE_END);
    byte[] content =
        part.substring(headEnd < 0 ? 0 : headEnd + 2 * LINE_END.length())
            .getBytes(StandardCharsets.ISO_8859_1);
    return new String(content, StandardCharsets.UTF_8);
  }

  private void add(String part) {
    String head = part.substring(0, Math.max(0, part.indexOf(LINE_END + LINE_END)));
    Matcher name = NAME.matcher(head);
    if (name.find()) {
      fields.put(name.group(1), content(part));
      Matcher fileName = FILE_NAME.matcher(head);
      if (fileName.find()) {
        fileNames.put(name.group(1), fileName.group(1));
      }
    }
  }
}
