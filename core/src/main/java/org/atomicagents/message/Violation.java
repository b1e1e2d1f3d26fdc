package org.atomicagents.message;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A deviation of a value from its type or its constraints.
 *
 * <p>Immutable.
 *
 * @param path the location of the value, such as {@code $.lines[2].sku}
 * @param expected a description of valid values
 * @param found the found value, as JSON or as a description, shortened
 */
public record Violation(String path, String expected, String found) {
  private static final int MAX_PATH_LENGTH = 1_000;

  public Violation {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(found, "found");
  }

  /** Returns the violations as text, one per line, indented by two spaces. */
  public static String lines(List<Violation> violations) {
    return violations.stream().map(v -> "  " + v).collect(Collectors.joining("\n"));
  }

  /**
   * Returns the violation as one line, such as {@code $.age: expected an integer, found "two"}. The
   * middle of a path with more than 1,000 characters is omitted.
   */
  @Override
  public String toString() {
    return abbreviatedPath() + ": expected " + expected + ", found " + found;
  }

  private String abbreviatedPath() {
    if (path.length() <= MAX_PATH_LENGTH) {
      return path;
    }
    int head = path.offsetByCodePoints(0, MAX_PATH_LENGTH / 4);
    int tail = path.offsetByCodePoints(path.length(), -MAX_PATH_LENGTH / 4);
    return path.substring(0, head) + "…" + path.substring(tail);
  }
}
