package org.atomicagents.cli;

import java.util.List;
import org.atomicagents.cli.command.AtomicCommand;
import org.atomicagents.cli.command.CommandEnvironment;
import org.atomicagents.cli.command.DemoFastPath;
import org.atomicagents.cli.command.StartupWarmUp;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name, and ends with its exit code. */
  public static void main(String[] arguments) {
    // Hibernate Validator would greet on standard error through the log of the platform.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    CommandEnvironment surroundings = CommandEnvironment.system();
    if (arguments.length > 0 && arguments[0].equals("demo")) {
      surroundings = StartupWarmUp.start(surroundings, List.of(arguments));
    }
    var plain = DemoFastPath.read(surroundings, List.of(arguments));
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
        CommandEnvironment.system(), "run", agent, "--verbose", "--input", "{\"text\":\"a\"}");
  }
}
