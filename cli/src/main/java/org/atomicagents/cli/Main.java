package org.atomicagents.cli;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name, and ends with its exit code. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("demo")) {
      WarmUp.start();
    }
    System.exit(AtomicCommand.run(Surroundings.real(), arguments));
  }
}
