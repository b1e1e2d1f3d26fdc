package org.atomicagents.benchmarks.contender;

import org.atomicagents.Agent;
import org.atomicagents.metrics.TimedAgent;

/** A {@link ConstantAgent}, bare or in a {@link TimedAgent}. */
final class MeteredAgent implements Contender {
  private static final int BATCH = 1_000;

  private final Agent<String, String> agent;

  private MeteredAgent(Agent<String, String> agent) {
    this.agent = agent;
  }

  /** Returns the bare agent. */
  static MeteredAgent bare() {
    return new MeteredAgent(new ConstantAgent());
  }

  /**
   * Returns an agent with metrics.
   *
   * @param isRecording whether the metrics are turned on
   */
  static MeteredAgent timed(boolean isRecording) {
    return new MeteredAgent(
        TimedAgent.of(new ConstantAgent()).withTag("benchmark").withRecording(isRecording));
  }

  @Override
  public Object call() {
    return agent.run("input");
  }

  @Override
  public Object expected() {
    return "output";
  }

  @Override
  public int batch() {
    return BATCH;
  }
}
