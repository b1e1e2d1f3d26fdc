package org.atomicagents.cli.model;

import java.time.Duration;
import org.atomicagents.testing.FaultPlan;

/**
 * The speed and the faults of a simulated model.
 *
 * @param firstToken the delay before a response begins
 * @param tokensPerSecond the speed of a response after its first token; 0 for no limit
 * @param faults the faults of requests
 */
public record SimulationSettings(Duration firstToken, double tokensPerSecond, FaultPlan faults) {
  private static final int READABLE_TOKENS_PER_SECOND = 50;

  /**
   * Creates settings.
   *
   * @throws IllegalArgumentException if the delay or the speed is negative
   */
  public SimulationSettings {
    if (firstToken.isNegative()) {
      throw new IllegalArgumentException("firstToken: expected 0 or more, found " + firstToken);
    }
    if (!(tokensPerSecond >= 0)) {
      throw new IllegalArgumentException(
          "tokensPerSecond: expected 0 or more, found " + tokensPerSecond);
    }
  }

  /** Returns settings without delay, or with a speed at which a text can be read. */
  public static SimulationSettings of(boolean withoutDelay) {
    return of(Duration.ZERO, withoutDelay ? 0 : READABLE_TOKENS_PER_SECOND);
  }

  /** Returns settings without faults. */
  public static SimulationSettings of(Duration firstToken, double tokensPerSecond) {
    return new SimulationSettings(firstToken, tokensPerSecond, FaultPlan.seeded(0));
  }

  /** Returns a copy with the faults of requests. */
  public SimulationSettings withFaults(FaultPlan plan) {
    return new SimulationSettings(firstToken, tokensPerSecond, plan);
  }
}
