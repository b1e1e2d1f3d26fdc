package org.atomicagents.testing;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.testing.internal.server.ApiError;
import org.atomicagents.testing.internal.server.FaultEffect;
import org.atomicagents.testing.internal.server.InjectedFault;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a {@link SimulatedProvider} injects into a response.
 *
 * <p>Errors have the form of the protocol of the request, such as Anthropic's {@code
 * rate_limit_error} with its headers, or Google's {@code RetryInfo}.
 *
 * <p>Faults in the middle of a body occur after half of it: half of the chunks of a stream, or half
 * of the bytes of any other response. Clients see the status codes, headers and connection errors
 * that a real provider would cause.
 *
 * <p>Immutable. Two faults are equal if they are of the same kind and have the same settings.
 *
 * @see SimulatedProvider#fail
 * @see FaultPlan
 */
public final class Fault {
  private final InjectedFault injected;

  private Fault(String name, FaultEffect effect) {
    this.injected = new InjectedFault(name, effect);
  }

  /** Returns a fault that sends status 429 (too many requests) without a {@code retry-after}. */
  public static Fault rateLimited() {
    return new Fault(
        "rateLimited()", new FaultEffect.ErrorResponse(ApiError.ErrorDetails.RATE_LIMITED, null));
  }

  /**
   * Returns a fault that sends status 429 (too many requests) with a retry delay.
   *
   * <p>OpenAI's response has the header {@code retry-after-ms}, and {@code retry-after} in seconds,
   * rounded up; Anthropic's has {@code retry-after}, and Google's the delay in its body.
   *
   * @throws IllegalArgumentException if {@code retryAfter} is not positive
   */
  public static Fault rateLimited(Duration retryAfter) {
    requirePositive("retryAfter", retryAfter);
    return new Fault(
        "rateLimited(" + retryAfter + ")",
        new FaultEffect.ErrorResponse(ApiError.ErrorDetails.RATE_LIMITED, retryAfter));
  }

  /**
   * Returns a fault that reports a used-up quota: not retryable.
   *
   * <p>OpenAI sends status 429 with the code {@code insufficient_quota}, Anthropic status 400,
   * Google status 429 with the quota of a day.
   */
  public static Fault quotaExceeded() {
    return new Fault(
        "quotaExceeded()", new FaultEffect.ErrorResponse(ApiError.ErrorDetails.NO_QUOTA, null));
  }

  /**
   * Returns a fault that sends an error status and an error object as the body.
   *
   * @throws IllegalArgumentException unless {@code status} is from 400 to 599
   */
  public static Fault status(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status: expected 400 to 599, found " + status);
    }
    return new Fault(
        "status(" + status + ")",
        new FaultEffect.ErrorResponse(ApiError.ErrorDetails.simulated(status), null));
  }

  /**
   * Returns a fault that sends status 200 and invalid JSON: the body, or the chunk in the middle of
   * a stream.
   */
  public static Fault malformedJson() {
    return new Fault("malformedJson()", FaultEffect.ContentCorruption.MALFORMED);
  }

  /** Returns a fault that sends status 200 and an HTML page, like the login page of a proxy. */
  public static Fault wrongContentType() {
    return new Fault("wrongContentType()", FaultEffect.ContentCorruption.PAGE);
  }

  /** Returns a fault that sends half of the body in a complete, valid HTTP response. */
  public static Fault truncated() {
    return new Fault("truncated()", FaultEffect.ContentCorruption.TRUNCATED);
  }

  /**
   * Returns a fault that sends status 200 and an error object: as the body, or after half of the
   * chunks of a stream.
   */
  public static Fault errorInStream() {
    return new Fault("errorInStream()", FaultEffect.ContentCorruption.ERROR_INSIDE);
  }

  /** Returns a fault that resets the connection (TCP RST) before the response begins. */
  public static Fault droppedBeforeHeaders() {
    return new Fault(
        "droppedBeforeHeaders()",
        new FaultEffect.AbortedResponse(
            FaultEffect.AbortPoint.BEFORE_HEADERS, FaultEffect.AbortKind.RESET));
  }

  /**
   * Returns a fault that closes the connection in the middle of the response headers: TCP FIN,
   * without a TLS {@code close_notify}.
   */
  public static Fault droppedInHeaders() {
    return new Fault(
        "droppedInHeaders()",
        new FaultEffect.AbortedResponse(
            FaultEffect.AbortPoint.IN_HEADERS, FaultEffect.AbortKind.END));
  }

  /**
   * Returns a fault that closes the connection in the middle of the body: TCP FIN, without a TLS
   * {@code close_notify}.
   */
  public static Fault droppedInBody() {
    return new Fault(
        "droppedInBody()",
        new FaultEffect.AbortedResponse(FaultEffect.AbortPoint.IN_BODY, FaultEffect.AbortKind.END));
  }

  /**
   * Returns a fault that resets the connection (TCP RST) in the middle of the body.
   *
   * <p>The client may lose bytes that were sent just before the reset.
   */
  public static Fault resetInBody() {
    return new Fault(
        "resetInBody()",
        new FaultEffect.AbortedResponse(
            FaultEffect.AbortPoint.IN_BODY, FaultEffect.AbortKind.RESET));
  }

  /** Returns a fault that sends nothing until the client cancels or disconnects. */
  public static Fault hanging() {
    return new Fault(
        "hanging()",
        new FaultEffect.AbortedResponse(
            FaultEffect.AbortPoint.BEFORE_HEADERS, FaultEffect.AbortKind.SILENCE));
  }

  /**
   * Returns a fault that sends half of the body and then nothing until the client cancels or
   * disconnects.
   */
  public static Fault hangingInBody() {
    return new Fault(
        "hangingInBody()",
        new FaultEffect.AbortedResponse(
            FaultEffect.AbortPoint.IN_BODY, FaultEffect.AbortKind.SILENCE));
  }

  /**
   * Returns a fault that sends the response byte by byte.
   *
   * <p>Over HTTP/2 only the body is slow.
   *
   * @param perByte pause after each byte
   * @throws IllegalArgumentException if {@code perByte} is not positive
   */
  public static Fault slow(Duration perByte) {
    requirePositive("perByte", perByte);
    return new Fault("slow(" + perByte + ")", new FaultEffect.SlowResponse(perByte));
  }

  /**
   * Returns a fault that resets the stream with {@code REFUSED_STREAM}: the request was not
   * processed.
   *
   * <p>HTTP/2 only; a request over HTTP/1.1 gets status 501.
   */
  public static Fault refusedStream() {
    return new Fault("refusedStream()", FaultEffect.UnprocessedStream.REFUSED_STREAM);
  }

  /**
   * Returns a fault that sends {@code GOAWAY}: this request and newer ones were not processed, and
   * the connection closes after the older ones.
   *
   * <p>HTTP/2 only; a request over HTTP/1.1 gets status 501.
   */
  public static Fault goAway() {
    return new Fault("goAway()", FaultEffect.UnprocessedStream.GO_AWAY);
  }

  InjectedFault injected() {
    return injected;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fault fault && fault.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Returns the factory call of this fault, such as {@code rateLimited(PT2S)}. */
  @Override
  public String toString() {
    return injected.name();
  }

  private static void requirePositive(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + ": expected above 0, found " + value);
    }
  }
}
