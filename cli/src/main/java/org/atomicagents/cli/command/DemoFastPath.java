package org.atomicagents.cli.command;

import java.util.List;
import org.atomicagents.cli.model.ModelOption;
import org.jspecify.annotations.Nullable;

/**
 * A demo whose command line is so plain that it can be read without picocli.
 *
 * <p>That saves a fifth of the time to the first token: picocli's classes are in a format so old
 * that no start-up cache takes them.
 */
public record DemoFastPath(
    CommandEnvironment environment, @Nullable ModelOption model, List<String> words) {

  /** The demo meant, or null if picocli has to read the command line. */
  static @Nullable public DemoFastPath read(
      CommandEnvironment surroundings, List<String> arguments) {
    if (arguments.isEmpty() || !arguments.getFirst().equals("demo")) {
      return null;
    }
    boolean named = arguments.size() > 2 && arguments.get(1).equals("--model");
    List<String> words = arguments.subList(named ? 3 : 1, arguments.size());
    if (words.stream().anyMatch(word -> word.startsWith("-") || word.startsWith("@"))) {
      return null;
    }
    try {
      return new DemoFastPath(
          surroundings, named ? ModelOption.parse(arguments.get(2)) : null, words);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Runs it; gives back the exit code. */
  @SuppressWarnings("CatchingUnchecked")
  public // Whatever fails is told, as picocli's handler does.
  int run() {
    try {
      return new DemoCommand(environment, model, words).call();
    } catch (RuntimeException e) {
      return new FailurePrinter(environment.terminal(), false).print(e);
    }
  }
}
