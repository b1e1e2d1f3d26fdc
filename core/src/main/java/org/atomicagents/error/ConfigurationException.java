package org.atomicagents.error;

/**
 * Thrown if the configuration is missing or invalid, such as an API key, a base URL, or a record
 * without a description.
 */
public final class ConfigurationException extends AgentException {

  private ConfigurationException(String message) {
    super(message, null);
  }

  /**
   * Returns an exception.
   *
   * @param message the setting that is missing or invalid, its location, and the remedy
   */
  public static ConfigurationException of(String message) {
    return new ConfigurationException(message);
  }

  /** Returns false: the configuration has to be changed first. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new ConfigurationException(message());
  }
}
