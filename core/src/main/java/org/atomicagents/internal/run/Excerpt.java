package org.atomicagents.internal.run;

/** Excerpts of long texts, for messages to users and models. */
final class Excerpt {
  private static final int MAX_JSON_LENGTH = 80;

  private Excerpt() {}

  /** Returns JSON, shortened to the length that messages show. */
  static String ofJson(String json) {
    return of(json, MAX_JSON_LENGTH);
  }

  /** Returns the first {@code maxLength} characters of a text, and an ellipsis if it is longer. */
  static String of(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
    return text.substring(0, end) + "…";
  }
}
