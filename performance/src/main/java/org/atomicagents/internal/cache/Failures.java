package org.atomicagents.internal.cache;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Conversion of the failures of shared computations. */
final class Failures {
  private Failures() {}

  /** Returns the exception to throw for the failure of a computation that throws no checked one. */
  static RuntimeException of(ExecutionException failure) {
    Throwable cause = failure.getCause();
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(failure);
    };
  }
}
