package org.atomicagents.internal.resilience;

import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;

/** Distinguishes failures of a provider from those of the caller. */
public final class ProviderFailures {
  private static final int NOT_FOUND = 404;

  private ProviderFailures() {}

  /**
   * Returns whether the provider is down or does not respond: not for rate limits, which a working
   * provider reports.
   */
  public static boolean isOutage(AgentException failure) {
    return switch (failure) {
      case UnavailableException e -> true;
      case TransportException e ->
          e.isRetryable()
              || (e.stage() == TransportException.Stage.PROTOCOL && e.getCause() == null);
      case TimedOutException e ->
          switch (e.limit()) {
            case CONNECT, FIRST_BYTE, FIRST_TOKEN, BETWEEN_CHUNKS, TOTAL -> true;
            default -> false;
          };
      default -> false;
    };
  }

  /** Returns whether another model can respond although this one did not. */
  public static boolean isReplaceable(AgentException failure) {
    return switch (failure) {
      case CircuitOpenException e -> true;
      case RateLimitedException e -> e.kind() != RateLimitedException.Kind.REQUEST_TOO_LARGE;
      case TimedOutException e -> isOutage(e) || e.limit() == TimedOutException.Limit.QUEUE;
      case AgentException e when isOfCaller(e) -> false;
      default -> isOutage(failure) || failure.isRetryable();
    };
  }

  /** Returns whether the account or the model is unknown to the provider, not the request wrong. */
  public static boolean isOfAccount(AgentException failure) {
    return failure instanceof UnauthorizedException
        || (failure instanceof BadRequestException e && e.error().status() == NOT_FOUND);
  }

  /** Returns whether the caller ended the run, or limited it. */
  public static boolean isOfCaller(AgentException failure) {
    return switch (failure) {
      case CancelledException e -> true;
      case LimitExceededException e -> true;
      case ShutdownException e -> true;
      case TimedOutException e -> e.limit() == TimedOutException.Limit.DEADLINE;
      default -> false;
    };
  }
}
