package org.atomicagents.model;

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
  public Violation {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(found, "found");
  }

  /** The violations, a line each, indented by two spaces. */
  public static String lines(List<Violation> violations) {
    return violations.stream().map(v -> "  " + v).collect(Collectors.joining("\n"));
  }

  @Override
  public String toString() {
    return path + ": expected " + expected + ", found " + found;
  }
}
