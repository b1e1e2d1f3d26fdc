package org.atomicagents.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes command lines that a shell reads as they are. */
public final class ShellCommand {
  private static final String SAFE = "-_./:=%,+@";

  private ShellCommand() {}

  /** Returns a command line whose arguments are quoted where a shell needs it. */
  public static String of(String... arguments) {
    return Stream.of(arguments).map(ShellCommand::quoted).collect(Collectors.joining(" "));
  }

  /** Returns an argument, quoted if a shell would not read it as it is. */
  public static String quoted(String argument) {
    boolean isPlain =
        !argument.isEmpty()
            && argument.chars().allMatch(c -> Character.isLetterOrDigit(c) || SAFE.indexOf(c) >= 0);
    return isPlain ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }

  /**
   * Returns a command line in lines that a shell joins: all but the last one end with a backslash.
   * A line ends before an argument that is no value of an option; a command with quotes is not
   * wrapped.
   *
   * @param width the maximum number of columns, if the arguments allow it
   */
  public static List<String> wrapped(String command, int width) {
    if (command.indexOf('\'') >= 0 || WordWrap.width(command) <= width) {
      return List.of(command);
    }
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String part : parts(command)) {
      boolean isFull =
          !line.isEmpty() && WordWrap.width(line.toString()) + WordWrap.width(part) + 3 > width;
      if (isFull) {
        lines.add(line + " \\");
        line.setLength(0);
        line.append("  ");
      } else if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(part);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Returns the arguments, each option together with its value. */
  private static List<String> parts(String command) {
    var parts = new ArrayList<String>();
    boolean isValue = false;
    for (String argument : command.split(" ", -1)) {
      boolean isOption = argument.startsWith("-");
      if (isValue && !isOption) {
        parts.add(parts.removeLast() + " " + argument);
      } else {
        parts.add(argument);
      }
      isValue = isOption;
    }
    return parts;
  }
}
