package org.atomicagents.cli.source;

/**
 * A position in a file.
 *
 * @param file the name of the file, as given by the user
 * @param line the line, counted from 1
 * @param column the column, counted from 1
 */
public record SourcePosition(String file, int line, int column) {

  /** Returns the notation of compilers, which editors recognize: {@code triage.yaml:3:7}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
