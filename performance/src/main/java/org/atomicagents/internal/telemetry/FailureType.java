package org.atomicagents.internal.telemetry;

import org.atomicagents.error.ProviderException;
import org.atomicagents.error.TimedOutException;

/** The values of {@code error.type} for failures, of which there are few. */
public final class FailureType {
  private FailureType() {}

  /**
   * Returns the status of a provider's error, {@code timeout}, or else the name of the type of an
   * exception.
   */
  public static String of(Throwable failure) {
    if (failure instanceof ProviderException e && e.error().status() != 0) {
      return Integer.toString(e.error().status());
    }
    if (failure instanceof TimedOutException) {
      return "timeout";
    }
    Class<?> type = failure.getClass();
    // The names of generated classes would be unbounded.
    return type.isAnonymousClass() || type.isHidden() ? "_OTHER" : type.getName();
  }
}
