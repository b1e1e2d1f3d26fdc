package org.atomicagents.testing.internal.generate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The source of randomness of one response; the same seed gives the same sequence everywhere. */
public final class SeededRandom {
  private final Random random;

  public SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  /** Returns the underlying generator. */
  public Random random() {
    return random;
  }

  /** Returns a number from {@code min} to {@code max}, both inclusive. */
  public int between(int min, int max) {
    return min + (int) (random.nextDouble() * ((long) max - min + 1));
  }

  /** Returns a number from {@code min} to {@code max}, both inclusive. */
  public BigInteger between(BigInteger min, BigInteger max) {
    BigInteger count = max.subtract(min).add(BigInteger.ONE);
    // 64 extra bits make the bias of the remainder negligible.
    return min.add(new BigInteger(count.bitLength() + 64, random).mod(count));
  }

  /** Returns true with the given probability, from 0 to 1. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Returns a random element of a list. */
  public <T> T oneOf(List<? extends T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Returns a shuffled copy of a collection. */
  public <T> List<T> shuffled(Collection<? extends T> values) {
    var copy = new ArrayList<T>(values);
    Collections.shuffle(copy, random);
    return copy;
  }
}
