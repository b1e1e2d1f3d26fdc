package org.atomicagents.benchmarks.contender;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The first calls of one contender in a new process: prints a line with the process's CPU time, in
 * nanoseconds, after the first call and after the last one.
 */
public final class FirstCallsMain {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private FirstCallsMain() {}

  /**
   * Runs the calls on a virtual thread; the arguments are the number of calls, the contender's name
   * and its arguments.
   */
  public static void main(String[] args) throws Exception {
    PrintStream results = System.out;
    System.setOut(System.err);
    Thread caller = Thread.ofVirtual().start(() -> run(List.of(args), results));
    caller.join();
    // Idle threads of HTTP clients would keep the process alive.
    System.exit(0);
  }

  private static void run(List<String> args, PrintStream results) {
    int calls = Integer.parseInt(args.getFirst());
    try (Contender contender = Contenders.of(args.get(1), args.subList(2, args.size()))) {
      for (int i = 1; i <= calls; i++) {
        requireExpected(contender);
        if (i == 1 || i == calls) {
          results.println(SYSTEM.getProcessCpuTime());
        }
      }
    }
  }

  private static void requireExpected(Contender contender) {
    Object found = contender.call();
    if (!found.equals(contender.expected())) {
      throw new IllegalStateException(
          contender + ": expected " + contender.expected() + ", found " + found);
    }
  }
}
