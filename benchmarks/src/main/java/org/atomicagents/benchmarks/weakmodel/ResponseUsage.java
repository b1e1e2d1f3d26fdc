package org.atomicagents.benchmarks.weakmodel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token counts in the body of a chat completion, whole or as a stream of events. A stream that
 * the client closes early contains no counts; each of its events is then counted as one token.
 */
final class ResponseUsage {
  private static final Pattern PROMPT = Pattern.compile("\"prompt_tokens\":([0-9]++)");
  private static final Pattern COMPLETION = Pattern.compile("\"completion_tokens\":([0-9]++)");
  private static final Pattern EVENT = Pattern.compile("(?m)^data: \\{");

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  void add(byte[] bytes, int length) {
    body.write(bytes, 0, length);
  }

  long promptTokens() {
    return last(PROMPT, 0);
  }

  long completionTokens() {
    return last(COMPLETION, EVENT.matcher(text()).results().count());
  }

  private long last(Pattern pattern, long otherwise) {
    Matcher matcher = pattern.matcher(text());
    long found = otherwise;
    while (matcher.find()) {
      found = Long.parseLong(matcher.group(1));
    }
    return found;
  }

  private String text() {
    return body.toString(StandardCharsets.UTF_8);
  }
}
