package org.atomicagents.cli;

import java.util.List;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name, and ends with its exit code. */
  public static void main(String[] arguments) {
    // Hibernate Validator would greet on standard error through the log of the platform.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    Surroundings surroundings = Surroundings.real();
    if (arguments.length > 0 && arguments[0].equals("demo")) {
      surroundings = WarmUp.begin(surroundings, List.of(arguments));
    }
    var plain = PlainDemo.read(surroundings, List.of(arguments));
    int code = plain == null ? AtomicCommand.run(surroundings, arguments) : plain.run();
    String agent = System.getProperty("atomic.training");
    if (agent != null) {
      code = Math.max(code, train(agent));
    }
    System.exit(code);
  }

  // For the launcher, when it makes the start-up cache: that knows what one process has loaded.
  private static int train(String agent) {
    return AtomicCommand.run(
        Surroundings.real(), "run", agent, "--verbose", "--input", "{\"text\":\"a\"}");
  }
}
