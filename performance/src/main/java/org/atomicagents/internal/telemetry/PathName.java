package org.atomicagents.internal.telemetry;

/**
 * The name of a path in telemetry: without indices, so that there are few different ones, and
 * without quoted keys, which are texts of a response.
 */
public final class PathName {
  private static final int MAX_LENGTH = 120;

  private PathName() {}

  /** Returns the name of a path, as in {@code $.lines[].sku} or {@code $.notes[*]}, shortened. */
  public static String of(String path) {
    var name = new StringBuilder(Math.min(path.length(), MAX_LENGTH));
    int next = 0;
    while (next < path.length() && name.length() < MAX_LENGTH) {
      char c = path.charAt(next++);
      name.append(c);
      if (c == '[') {
        int end = endOfDigits(path, next);
        if (path.startsWith("\"", next)) {
          name.append('*');
          end = endOfKey(path, next);
        }
        next = end;
      }
    }
    return name.toString();
  }

  private static int endOfDigits(String path, int start) {
    int end = start;
    while (end < path.length() && path.charAt(end) >= '0' && path.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int endOfKey(String path, int quote) {
    int end = quote + 1;
    while (end < path.length() && path.charAt(end) != '"') {
      end += path.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(path.length(), end + 1);
  }
}
