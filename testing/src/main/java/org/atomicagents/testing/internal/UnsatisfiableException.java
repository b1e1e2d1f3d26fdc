package org.atomicagents.testing.internal;

/** No value was found for a schema: there is none, or the schema says what isn't understood. */
public final class UnsatisfiableException extends RuntimeException {
  private final String path;

  UnsatisfiableException(String path, String reason) {
    super("No value found for the schema at " + path + ": " + reason);
    this.path = path;
  }

  /** Where in the value, as a JSON Pointer behind {@code #}. */
  public String path() {
    return path;
  }
}
