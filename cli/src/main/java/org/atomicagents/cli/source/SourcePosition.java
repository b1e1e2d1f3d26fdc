package org.atomicagents.cli.source;

/**
 * Where something stands in a file.
 *
 * @param file the file's name, as it was given
 * @param line counted from 1
 * @param column counted from 1
 */
public record SourcePosition(String file, int line, int column) {

  /** As compilers write it, so that editors find it: {@code triage.yaml:3:7}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
