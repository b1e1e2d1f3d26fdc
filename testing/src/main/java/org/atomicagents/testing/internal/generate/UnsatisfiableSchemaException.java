package org.atomicagents.testing.internal.generate;

/** No value was found for a schema: there is none, or the schema says what isn't understood. */
public final class UnsatisfiableSchemaException extends RuntimeException {
  private final String path;
  private final String message;

  UnsatisfiableSchemaException(String path, String reason) {
    // Thrown and caught in every try; nobody reads where from.
    super(null, null, false, false);
    this.path = path;
    this.message = "No value found for the schema at " + path + ": " + reason;
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** Where in the value, as a JSON Pointer behind {@code #}. */
  public String path() {
    return path;
  }
}
