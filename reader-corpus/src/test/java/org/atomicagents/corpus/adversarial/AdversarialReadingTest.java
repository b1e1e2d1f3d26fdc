package org.atomicagents.corpus.adversarial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads outputs as weak models write them, whose answers are known or checked independently.
 *
 * <p>The build reads the same outputs in every run. {@code mvn test -Psoak -pl reader-corpus -am
 * -Datomic.seconds=600} reads new ones for ten minutes; {@code -Datomic.seed} repeats a run.
 */
class AdversarialReadingTest {
  private static final int OUTPUTS_OF_BUILD = 20_000;
  private static final int SAMPLES = 10;

  /** The bound that docs/parsing-and-repair.md states: 0.02 wrong values per 1,000 outputs. */
  private static final int OUTPUTS_PER_WRONG_VALUE = 50_000;

  @Test
  void readsNoWrongValue() {
    BooleanSupplier isUnfinished = countdown(OUTPUTS_OF_BUILD);

    HarnessStatistics statistics = AdversarialRun.run(1, isUnfinished);

    assertThat(statistics.outputs(AcceptanceVerdict.WRONG)).isEmpty();
    assertThat(statistics.outputs(AcceptanceVerdict.FAILED)).isEmpty();
    assertThat(statistics.outputs(AcceptanceVerdict.FALSE_REFUSAL)).isEmpty();
  }

  @Test
  @Tag("soak")
  void readsHardlyAnyWrongValueInNewOutputs() {
    long seed = Long.getLong("atomic.seed", ThreadLocalRandom.current().nextLong());
    Duration duration = Duration.ofSeconds(Long.getLong("atomic.seconds", 60));
    System.out.println("adversarial: -Datomic.seed=" + seed);
    long start = System.nanoTime();

    HarnessStatistics statistics =
        AdversarialRun.run(seed, () -> System.nanoTime() - start < duration.toNanos());

    AdversarialRun.print(statistics, SAMPLES, System.out);
    assertThat(statistics.count(AcceptanceVerdict.WRONG))
        .isLessThanOrEqualTo(statistics.total() / OUTPUTS_PER_WRONG_VALUE);
    assertThat(statistics.count(AcceptanceVerdict.FALSE_REFUSAL))
        .isLessThanOrEqualTo(statistics.total() / OUTPUTS_PER_WRONG_VALUE);
    assertThat(statistics.count(AcceptanceVerdict.FAILED)).isZero();
  }

  private static BooleanSupplier countdown(int count) {
    int[] rest = {count};
    return () -> rest[0]-- > 0;
  }
}
