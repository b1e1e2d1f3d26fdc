package org.atomicagents.cli.review;

import java.util.List;

/**
 * What to change.
 *
 * @param file the changes of the agent file, each with its line
 * @param java the lines of Java
 * @param command the command lines
 */
public record ReviewRemedy(List<String> file, List<String> java, List<String> command) {

  public ReviewRemedy {
    file = List.copyOf(file);
    java = List.copyOf(java);
    command = List.copyOf(command);
  }

  static ReviewRemedy none() {
    return new ReviewRemedy(List.of(), List.of(), List.of());
  }

  ReviewRemedy withFile(String... lines) {
    return new ReviewRemedy(List.of(lines), java, command);
  }

  ReviewRemedy withJava(String... lines) {
    return new ReviewRemedy(file, List.of(lines), command);
  }

  ReviewRemedy withCommand(String... lines) {
    return new ReviewRemedy(file, java, List.of(lines));
  }
}
