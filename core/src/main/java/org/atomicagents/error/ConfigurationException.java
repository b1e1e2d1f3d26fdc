package org.atomicagents.error;

/** Something is set up wrongly or not at all: a key, an address, a type without a description. */
public final class ConfigurationException extends AgentException {

  private ConfigurationException(String message) {
    super(message, null);
  }

  /** What is missing or wrong, where, and what to do. */
  public static ConfigurationException of(String message) {
    return new ConfigurationException(message);
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
