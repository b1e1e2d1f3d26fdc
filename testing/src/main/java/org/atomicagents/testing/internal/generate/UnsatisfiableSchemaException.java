package org.atomicagents.testing.internal.generate;

/** Thrown if no value was found for a schema: none exists, or a keyword is not supported. */
public final class UnsatisfiableSchemaException extends RuntimeException {
  private final String path;
  private final String message;

  UnsatisfiableSchemaException(String path, String reason) {
    // No stack trace: thrown and caught in every attempt.
    super(null, null, false, false);
    this.path = path;
    this.message = "No value found for the schema at " + path + ": " + reason;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** Returns the path in the value, as {@code #} and a JSON Pointer. */
  public String path() {
    return path;
  }
}
