package org.atomicagents.internal.spark;

/** Thrown if a column cannot contain a value without loss. */
public final class UnrepresentableValueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnrepresentableValueException(String path, String expected, Object found) {
    super(
        "%s: expected %s, found %s.\nDeclare the component as a String to keep every value."
            .formatted(path, expected, found));
  }
}
