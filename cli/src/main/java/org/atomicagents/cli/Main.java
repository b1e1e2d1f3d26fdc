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
    System.exit(
        StartupTraining.isRequested()
            ? StartupTraining.run(environment, List.of(arguments).contains("simulated"))
            : run(environment, arguments));
  }

  /** Runs the command given by the arguments and returns its exit code. */
  static int run(CommandEnvironment environment, String... arguments) {
    boolean isDemo = arguments.length > 0 && arguments[0].equals("demo");
    CommandEnvironment warmed =
        isDemo ? StartupWarmUp.start(environment, List.of(arguments)) : environment;
    var demo = DemoFastPath.read(warmed, List.of(arguments));
    return demo == null ? AtomicCommand.run(warmed, arguments) : demo.run();
  }

  // The handler of the JVM prints messages, which may contain texts from outside, unchanged.
  private static void printUncaught(PrintWriter err) {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      err.print("Exception in thread \"" + thread.getName() + "\" ");
      failure.printStackTrace(err);
      err.flush();
    });
  }
}
