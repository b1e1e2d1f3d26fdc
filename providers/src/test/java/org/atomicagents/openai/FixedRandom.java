package org.atomicagents.openai;

import java.util.random.RandomGenerator;

/** Draws always the same, from 0 to 1. */
record FixedRandom(double drawn) implements RandomGenerator {
  @Override
  public long nextLong() {
    throw new UnsupportedOperationException("only fractions are drawn");
  }

  @Override
  public double nextDouble() {
    return drawn;
  }
}
