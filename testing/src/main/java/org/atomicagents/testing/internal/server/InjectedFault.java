package org.atomicagents.testing.internal.server;

/**
 * A fault as the server injects it.
 *
 * @param name the factory call of the fault, for messages
 */
public record InjectedFault(String name, FaultEffect effect) {
  @Override
  public String toString() {
    return name;
  }
}
