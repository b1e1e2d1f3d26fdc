package org.atomicagents.corpus.adversarial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads outputs as weak models write them, whose answers are known or checked independently.
 *
 * <p>{@code mvn test -Psoak -pl reader-corpus -am -Datomic.seconds=600} reads new ones for ten
 * minutes; {@code -Datomic.seed} repeats a run.
 */
class AdversarialReadingTest {
  private static final int SAMPLES = 10;

  @Test
  @Tag("soak")
  void readsNoWrongValueInNewOutputs() {
    long seed = Long.getLong("atomic.seed", ThreadLocalRandom.current().nextLong());
    Duration duration = Duration.ofSeconds(Long.getLong("atomic.seconds", 60));
    System.out.println("adversarial: -Datomic.seed=" + seed);
    long start = System.nanoTime();

    HarnessStatistics statistics =
        AdversarialRun.run(seed, () -> System.nanoTime() - start < duration.toNanos());

    AdversarialRun.print(statistics, SAMPLES, System.out);
    assertThat(statistics.count(AcceptanceVerdict.WRONG)).isZero();
    assertThat(statistics.count(AcceptanceVerdict.FAILED)).isZero();
  }
}
