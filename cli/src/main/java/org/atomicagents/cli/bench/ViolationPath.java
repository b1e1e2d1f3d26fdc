package org.atomicagents.cli.bench;

/** The paths of violations, such as {@code $.lines[2].sku}. */
final class ViolationPath {
  private static final int MAX_LENGTH = 120;

  private ViolationPath() {}

  /** Returns a path whose indices are replaced by {@code [*]}, shortened. */
  static String withoutIndices(String path) {
    var text = new StringBuilder();
    int i = 0;
    while (i < path.length() && text.length() < MAX_LENGTH) {
      int end = endOfIndex(path, i);
      if (end > i) {
        text.append("[*]");
        i = end;
      } else {
        int c = path.codePointAt(i);
        text.appendCodePoint(c);
        i += Character.charCount(c);
      }
    }
    return i < path.length() ? text.append('…').toString() : text.toString();
  }

  /** Returns the end of the index that begins at a position; the position if there is none. */
  private static int endOfIndex(String path, int start) {
    if (path.charAt(start) != '[') {
      return start;
    }
    int i = start + 1;
    while (i < path.length() && path.charAt(i) >= '0' && path.charAt(i) <= '9') {
      i++;
    }
    return i > start + 1 && i < path.length() && path.charAt(i) == ']' ? i + 1 : start;
  }
}
