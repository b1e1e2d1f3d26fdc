package org.atomicagents.cli.review;

import java.util.List;

/**
 * What to change.
 *
 * @param file the changes of the agent file
 * @param java the lines of Java
 * @param command the command lines
 */
public record ReviewRemedy(List<FileChange> file, List<String> java, List<String> command) {

  /**
   * A change of the agent file or of one of its schema files.
   *
   * @param place the file with its line, and what to do there
   * @param text the new line, or the text to change; empty if the place names it
   */
  public record FileChange(String place, String text) {}

  public ReviewRemedy {
    file = List.copyOf(file);
    java = List.copyOf(java);
    command = List.copyOf(command);
  }

  static ReviewRemedy none() {
    return new ReviewRemedy(List.of(), List.of(), List.of());
  }

  ReviewRemedy withFile(FileChange... changes) {
    return new ReviewRemedy(List.of(changes), java, command);
  }

  ReviewRemedy withJava(String... lines) {
    return new ReviewRemedy(file, List.of(lines), command);
  }

  ReviewRemedy withCommand(String... lines) {
    return new ReviewRemedy(file, java, List.of(lines));
  }
}
