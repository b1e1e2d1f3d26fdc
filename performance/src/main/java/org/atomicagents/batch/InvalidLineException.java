package org.atomicagents.batch;

import java.util.List;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The failure of an item whose line is not valid: malformed JSON or UTF-8, a value that violates
 * the schema, or a line above the maximum size. Nothing was sent.
 *
 * <p>The message begins with the position, as in {@code questions.jsonl:7:12: }.
 */
public final class InvalidLineException extends IllegalArgumentException {
  private final String source;
  private final long line;
  private final int column;
  private final List<Violation> violations;

  /**
   * Creates an exception.
   *
   * @param source the name of the file or stream
   * @param line the number of the line, from 1
   * @param column the position in the line, in UTF-16 characters, from 1
   * @param problem the text of the message after the position
   * @param violations the violations of the schema; empty if the line is no JSON
   * @param cause the cause; null for none
   */
  public InvalidLineException(
      String source,
      long line,
      int column,
      String problem,
      List<Violation> violations,
      @Nullable Throwable cause) {
    super(source + ":" + line + ":" + column + ": " + problem, cause);
    this.source = source;
    this.line = line;
    this.column = column;
    this.violations = List.copyOf(violations);
  }

  /** Returns the name of the file or stream. */
  public String source() {
    return source;
  }

  /** Returns the number of the line, from 1. */
  public long line() {
    return line;
  }

  /** Returns the position in the line, in UTF-16 characters, from 1. */
  public int column() {
    return column;
  }

  /** Returns the violations of the schema; unmodifiable, empty if the line is no JSON. */
  public List<Violation> violations() {
    return violations;
  }
}
