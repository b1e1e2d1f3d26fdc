package org.atomicagents.cli.source;

import java.util.List;
import java.util.stream.Collectors;

/** A file isn't as it has to be; says all that was found, each with its place. */
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

  /** One thing that is wrong. */
  public static SourceException of(SourcePosition place, String message) {
    return new SourceException(List.of(new Problem(place, message)));
  }

  /** What is wrong, in the order in which it was found. */
  public List<Problem> problems() {
    return problems;
  }

  /** One thing that is wrong. */
  public record Problem(SourcePosition place, String message) {
    @Override
    public String toString() {
      return place + ": " + message;
    }
  }
}
