package org.atomicagents.internal.provider;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** The beginning of a malformed body, for a message. */
public final class JsonExcerpt {
  private static final int MAX_LENGTH = 500;
  private static final int MAX_REDACTED_LENGTH = 20_000;

  private JsonExcerpt() {}

  /** Returns the beginning of a range of UTF-8 without secrets. */
  public static String of(byte[] utf8, int start, int end, UnaryOperator<String> redactor) {
    int length = Math.min(end - start, MAX_REDACTED_LENGTH);
    return of(new String(utf8, start, length, StandardCharsets.UTF_8), redactor);
  }

  /** Returns the beginning of a text without secrets. */
  static String of(String text, UnaryOperator<String> redactor) {
    String start =
        text.length() <= MAX_REDACTED_LENGTH ? text : text.substring(0, MAX_REDACTED_LENGTH);
    // Redacted before it is cut, because a part of a secret is not always recognized.
    String stripped = redactor.apply(start.strip());
    return stripped.length() <= MAX_LENGTH ? stripped : stripped.substring(0, MAX_LENGTH) + "…";
  }
}
