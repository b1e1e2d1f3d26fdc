package org.atomicagents.testing.internal.generate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** All chance in one answer; the same seed gives the same sequence on every machine. */
public final class SeededRandom {
  private final Random random;

  public SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  public Random random() {
    return random;
  }

  /** A number from {@code least} to {@code most}, both included. */
  public int between(int least, int most) {
    return least + (int) (random.nextDouble() * ((long) most - least + 1));
  }

  public BigInteger between(BigInteger least, BigInteger most) {
    BigInteger count = most.subtract(least).add(BigInteger.ONE);
    // 64 bits more than needed, so that the remainder favours no number noticeably.
    return least.add(new BigInteger(count.bitLength() + 64, random).mod(count));
  }

  public boolean chance(double share) {
    return random.nextDouble() < share;
  }

  public <T> T oneOf(List<? extends T> all) {
    return all.get(random.nextInt(all.size()));
  }

  public <T> List<T> shuffled(Collection<? extends T> all) {
    var copy = new ArrayList<T>(all);
    Collections.shuffle(copy, random);
    return copy;
  }
}
