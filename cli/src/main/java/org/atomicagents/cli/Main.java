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
    System.exit(plain == null ? AtomicCommand.run(surroundings, arguments) : plain.run());
  }
}
