package org.atomicagents;

/** JSON as it is shown to people and models: shortened where it is long. */
final class Excerpt {
  private static final int LONGEST = 80;

  private Excerpt() {}

  static String json(String json) {
    return shortened(json, LONGEST);
  }

  static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }
}
