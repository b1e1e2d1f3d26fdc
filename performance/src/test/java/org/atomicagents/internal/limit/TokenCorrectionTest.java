package org.atomicagents.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TokenCorrectionTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void keepsEstimatesUntilAResponseIsKnown() {
    assertThat(TokenCorrection.NONE.apply(100)).isEqualTo(100);
  }

  @Test
  void correctsAConstantFactor() {
    var correction = TokenCorrection.NONE;
    for (int i = 1; i <= 50; i++) {
      correction = correction.plus(i * 10L, i * 30L);
    }

    assertThat(correction.apply(200)).isCloseTo(600, Percentage.withPercentage(5));
    assertThat(correction.apply(2_000)).isCloseTo(6_000, Percentage.withPercentage(20));
  }

  @Test
  void replacesAnEstimateWithoutInformationByTheMean() {
    System.out.println("TokenCorrectionTest seed " + seed);
    var correction = TokenCorrection.NONE;
    for (int i = 0; i < 300; i++) {
      correction = correction.plus(500 + random.nextInt(1_000), 100);
    }

    assertThat(correction.apply(600)).as("seed %d", seed).isBetween(85L, 115L);
    assertThat(correction.apply(1_400)).as("seed %d", seed).isBetween(85L, 115L);
  }

  @Test
  void takesAnUnusualEstimateAsProportional() {
    var correction = TokenCorrection.NONE;
    for (int i = 0; i < 300; i++) {
      correction = correction.plus(100, 50);
    }

    assertThat(correction.apply(100)).isEqualTo(50);
    assertThat(correction.apply(10_000)).isCloseTo(5_000, Percentage.withPercentage(1));
  }

  @Test
  void theSumOfCorrectedEstimatesIsThatOfTheUsage() {
    System.out.println("TokenCorrectionTest seed " + seed);
    var correction = TokenCorrection.NONE;
    double corrected = 0;
    double used = 0;
    for (int i = 0; i < 3_000; i++) {
      long actual = (long) (100 * Math.exp(random.nextGaussian()));
      long estimate = (long) (actual * 2 * Math.exp(0.7 * random.nextGaussian()));
      if (i > 200) {
        corrected += correction.apply(estimate);
        used += actual;
      }
      correction = correction.plus(estimate, actual);
    }

    assertThat(corrected / used).as("seed %d", seed).isBetween(0.9, 1.1);
  }

  @Test
  void boundsCorrectionsToMoreTokens() {
    var correction = TokenCorrection.NONE.plus(1, 1_000_000).plus(1, 1_000_000);

    assertThat(correction.apply(10)).isEqualTo(200);
    assertThat(correction.apply(0)).isZero();
  }
}
