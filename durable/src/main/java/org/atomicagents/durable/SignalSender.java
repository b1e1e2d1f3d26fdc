package org.atomicagents.durable;

/** Sends signals to workflows, from any process. Implementations are thread-safe. */
public interface SignalSender {

  /**
   * Sends a signal, which the workflow receives even if it does not wait for it yet.
   *
   * @param workflow the id of the workflow
   * @param key a key of this sending: a second one with the same key has no effect, such as that of
   *     a form that is submitted twice
   * @throws IllegalArgumentException if there is no such workflow
   */
  <T> void send(String workflow, Signal<T> signal, T value, String key);
}
