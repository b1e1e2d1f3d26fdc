package org.atomicagents.cli.source;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown for an invalid file; the message lists all problems with their positions. */
public final class SourceException extends RuntimeException {
  private final List<Problem> problems;

  SourceException(List<Problem> problems) {
    super(
        problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
        null,
        false,
        false);
    this.problems = List.copyOf(problems);
  }

  /** Returns an exception with one problem. */
  public static SourceException of(SourcePosition position, String message) {
    return new SourceException(List.of(new Problem(position, message)));
  }

  /** Returns the problems in the order of the message. */
  public List<Problem> problems() {
    return problems;
  }

  /** A problem and its position. */
  public record Problem(SourcePosition position, String message) {
    @Override
    public String toString() {
      return position + ": " + message;
    }
  }
}
