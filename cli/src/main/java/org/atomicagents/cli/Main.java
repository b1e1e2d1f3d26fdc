package org.atomicagents.cli;

import java.io.PrintWriter;
import java.util.List;
import org.atomicagents.cli.command.AtomicCommand;
import org.atomicagents.cli.command.CommandEnvironment;
import org.atomicagents.cli.command.DemoFastPath;
import org.atomicagents.cli.command.StartupWarmUp;

/** The entry point of the command line program. */
public final class Main {
  private Main() {}

  /** Runs the command given by the arguments and exits with its exit code. */
  public static void main(String[] arguments) {
    // Otherwise Hibernate Validator logs its version on standard error.
    System.setProperty("org.jboss.logging.provider", "slf4j");
    CommandEnvironment environment = CommandEnvironment.system();
    printUncaught(environment.terminal().err());
    if (arguments.length > 0 && arguments[0].equals("demo")) {
      environment = StartupWarmUp.start(environment, List.of(arguments));
    }
    var demo = DemoFastPath.read(environment, List.of(arguments));
    int code = demo == null ? AtomicCommand.run(environment, arguments) : demo.run();
    String agent = System.getProperty("atomic.training");
    if (agent != null) {
      code = Math.max(code, train(agent));
    }
    System.exit(code);
  }

  // The handler of the JVM prints messages, which may contain texts from outside, unchanged.
  private static void printUncaught(PrintWriter err) {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      err.print("Exception in thread \"" + thread.getName() + "\" ");
      failure.printStackTrace(err);
      err.flush();
    });
  }

  // Called by the launcher to create the start-up cache, which contains the classes of this
  // process.
  private static int train(String agent) {
    return AtomicCommand.run(
        CommandEnvironment.system(), "run", agent, "--verbose", "--input", "{\"text\":\"a\"}");
  }
}
