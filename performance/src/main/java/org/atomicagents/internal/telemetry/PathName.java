package org.atomicagents.internal.telemetry;

/** The name of a path in telemetry: without indices, so that there are few different ones. */
final class PathName {
  private static final int MAX_LENGTH = 120;

  private PathName() {}

  /** Returns a path without the numbers in brackets, as in {@code $.lines[].sku}, shortened. */
  static String of(String path) {
    int end = Math.min(path.length(), 4 * MAX_LENGTH);
    var name = new StringBuilder(Math.min(end, MAX_LENGTH));
    boolean isIndex = false;
    for (int i = 0; i < end && name.length() < MAX_LENGTH; i++) {
      char c = path.charAt(i);
      isIndex = isIndex && c >= '0' && c <= '9';
      if (!isIndex) {
        name.append(c);
        isIndex = c == '[';
      }
    }
    return name.toString();
  }
}
