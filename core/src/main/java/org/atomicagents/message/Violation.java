package org.atomicagents.message;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One way in which a value isn't what was asked for.
 *
 * @param path where, as in {@code $.lines[2].sku}
 * @param expected what was asked for, in words
 * @param found what came, as JSON or in words, shortened
 */
public record Violation(String path, String expected, String found) {
  private static final int MAX_PATH_LENGTH = 1_000;

  public Violation {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(found, "found");
  }

  /** The violations, a line each, indented by two spaces. */
  public static String lines(List<Violation> violations) {
    return violations.stream().map(v -> "  " + v).collect(Collectors.joining("\n"));
  }

  /** The violation in a line; a path of more than 1,000 characters without its middle. */
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
