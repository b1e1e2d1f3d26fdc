package org.atomicagents.testing;

/**
 * A fault as the server injects it.
 *
 * @param name the call that makes it, for messages
 */
public record InjectedFault(String name, Effect effect) {
  @Override
  public String toString() {
    return name;
  }
}
