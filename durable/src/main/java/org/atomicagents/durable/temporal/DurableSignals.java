package org.atomicagents.durable.temporal;

import io.temporal.workflow.SignalMethod;

/** The signal of Temporal that carries all signals of a {@link TemporalDurable}. */
public interface DurableSignals {
  /** The name of the signal. */
  String NAME = "atomic-agents-signal";

  /**
   * Receives a signal.
   *
   * @param name the name of the {@link org.atomicagents.durable.Signal}
   * @param value its value, in the form of {@link org.atomicagents.durable.Signal#encode}
   * @param key the key of the sending; a second signal with the same key has no effect
   */
  @SignalMethod(name = NAME)
  void receive(String name, String value, String key);
}
