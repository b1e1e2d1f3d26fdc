package org.atomicagents.openai;

import java.util.random.RandomGenerator;

/** A random generator that always returns the same fraction, from 0 to 1. */
record FixedRandom(double fraction) implements RandomGenerator {
  @Override
  public long nextLong() {
    throw new UnsupportedOperationException("only nextDouble is supported");
  }

  @Override
  public double nextDouble() {
    return fraction;
  }
}
