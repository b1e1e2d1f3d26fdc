package org.atomicagents.benchmarks.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** A warm-up of this process, which ends when the JIT compiler is idle. */
public final class JitWarmUp {
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
  private static final Duration TURN = Duration.ofMillis(100);
  // C2 compiles a method after about 10,000 calls.
  private static final int MIN_CALLS = 20_000;
  // Milliseconds, the unit of CompilationMXBean.
  private static final long MAX_IDLE_MILLIS = 10;

  private JitWarmUp() {}

  /**
   * Runs turns until enough calls were made and the compiler was idle for two consecutive turns,
   * within these bounds. Returns the number of calls; negative if the maximum ended the warm-up.
   *
   * @param turn makes calls for a duration and returns their number
   */
  public static double run(Duration min, Duration max, ToDoubleFunction<Duration> turn) {
    long start = System.nanoTime();
    int idleTurns = 0;
    double calls = 0;
    long spent = 0;
    while (spent < min.toNanos() || (spent < max.toNanos() && !isWarm(idleTurns, calls))) {
      long compiling = COMPILER.getTotalCompilationTime();
      calls += turn.applyAsDouble(TURN);
      boolean idle = COMPILER.getTotalCompilationTime() - compiling <= MAX_IDLE_MILLIS;
      idleTurns = idle ? idleTurns + 1 : 0;
      spent = System.nanoTime() - start;
    }
    return isWarm(idleTurns, calls) ? calls : -calls;
  }

  private static boolean isWarm(int idleTurns, double calls) {
    return idleTurns >= 2 && calls >= MIN_CALLS;
  }
}
