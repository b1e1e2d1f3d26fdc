package org.atomicagents.corpus.adversarial;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.atomicagents.testing.internal.generate.SeededRandom;

/**
 * The adversarial harness as a program: generates outputs, reads them, and prints the outputs that
 * were read wrongly or doubtfully, a sample of the repaired ones, and the rates.
 *
 * <p>Arguments: the number of seconds (default 60), the seed (default: a random one), and the
 * number of sample outputs (default 10).
 */
public final class AdversarialRun {
  private AdversarialRun() {}

  /** Runs the harness; ends with status 1 if a value was wrong or the reader failed. */
  public static void main(String[] args) {
    Duration duration = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
    long seed = args.length > 1 ? Long.parseLong(args[1]) : ThreadLocalRandom.current().nextLong();
    int samples = args.length > 2 ? Integer.parseInt(args[2]) : 10;
    System.out.println("seed " + seed);
    long start = System.nanoTime();
    HarnessStatistics statistics = run(seed, () -> System.nanoTime() - start < duration.toNanos());
    print(statistics, samples, System.out);
    boolean isGood =
        statistics.count(AcceptanceVerdict.WRONG) == 0
            && statistics.count(AcceptanceVerdict.FAILED) == 0;
    System.exit(isGood ? 0 : 1);
  }

  /** Returns the statistics of outputs that are generated while a condition holds. */
  public static HarnessStatistics run(long seed, BooleanSupplier condition) {
    var random = new SeededRandom(seed);
    var statistics = new HarnessStatistics();
    while (condition.getAsBoolean()) {
      ModelOutput output = ModelOutputGenerator.generate(random.random().nextLong());
      statistics.add(AcceptanceJudge.judge(output));
    }
    return statistics;
  }

  /** Prints the outputs to look at, samples of other accepted outputs, and the rates. */
  public static void print(HarnessStatistics statistics, int samples, PrintStream out) {
    sample(statistics, AcceptanceVerdict.RIGHT, samples, out);
    sample(statistics, AcceptanceVerdict.PLAUSIBLE, samples, out);
    sample(statistics, AcceptanceVerdict.FALSE_REFUSAL, samples, out);
    sample(statistics, AcceptanceVerdict.DOUBTED, Integer.MAX_VALUE, out);
    sample(statistics, AcceptanceVerdict.WRONG, Integer.MAX_VALUE, out);
    sample(statistics, AcceptanceVerdict.FAILED, Integer.MAX_VALUE, out);
    out.println(statistics.total() + " outputs");
    out.println(statistics.table());
  }

  private static void sample(
      HarnessStatistics statistics, AcceptanceVerdict verdict, int count, PrintStream out) {
    List<JudgedOutput> outputs = statistics.outputs(verdict);
    outputs.subList(0, Math.min(count, outputs.size())).forEach(out::println);
  }
}
