package org.atomicagents.cli.command;

import java.util.List;
import org.atomicagents.cli.model.ModelOption;
import org.jspecify.annotations.Nullable;

/**
 * A demo with a simple command line that is parsed without picocli.
 *
 * <p>This saves a fifth of the time to the first token: the class file format of picocli is too old
 * for a start-up cache.
 */
public record DemoFastPath(
    CommandEnvironment environment, @Nullable ModelOption model, List<String> words) {

  /** Returns the demo, or null if picocli has to parse the command line. */
  public static @Nullable DemoFastPath read(
      CommandEnvironment environment, List<String> arguments) {
    if (arguments.isEmpty() || !arguments.getFirst().equals("demo")) {
      return null;
    }
    boolean hasModel = arguments.size() > 2 && arguments.get(1).equals("--model");
    List<String> words = arguments.subList(hasModel ? 3 : 1, arguments.size());
    if (words.stream().anyMatch(word -> word.startsWith("-") || word.startsWith("@"))) {
      return null;
    }
    try {
      return new DemoFastPath(
          environment, hasModel ? ModelOption.parse(arguments.get(2)) : null, words);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Runs the demo and returns the exit code. */
  // Prints every failure, like the exception handler of picocli.
  @SuppressWarnings("CatchingUnchecked")
  public int run() {
    try {
      return new DemoCommand(environment, model, words).call();
    } catch (RuntimeException e) {
      return new FailurePrinter(environment.terminal(), false).print(e);
    }
  }
}
