package org.atomicagents.testing;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.testing.internal.server.ApiError;
import org.atomicagents.testing.internal.server.FaultEffect;
import org.atomicagents.testing.internal.server.InjectedFault;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with the answer of a {@link SimulatedProvider}.
 *
 * <p>What happens in the middle of a body happens after half of it: of the chunks of a stream, or
 * of the bytes of a whole answer. Immutable; equal to every fault of the same kind and settings.
 *
 * @see SimulatedProvider#fail
 * @see FaultPlan
 */
public final class Fault {
  private final InjectedFault injected;

  private Fault(String name, FaultEffect effect) {
    this.injected = new InjectedFault(name, effect);
  }

  /** Status 429 for too many requests, without saying when to come again. */
  public static Fault rateLimited() {
    return new Fault(
        "rateLimited()", new FaultEffect.ErrorResponse(ApiError.ErrorDetails.RATE_LIMITED, null));
  }

  /** Status 429 with {@code retry-after-ms}, and {@code retry-after} in seconds, rounded up. */
  public static Fault rateLimited(Duration retryAfter) {
    requirePositive("retryAfter", retryAfter);
    return new Fault(
        "rateLimited(" + retryAfter + ")",
        new FaultEffect.ErrorResponse(ApiError.ErrorDetails.RATE_LIMITED, retryAfter));
  }

  /** Status 429 of the code {@code insufficient_quota}: to come again doesn't help. */
  public static Fault quotaExceeded() {
    return new Fault(
        "quotaExceeded()", new FaultEffect.ErrorResponse(ApiError.ErrorDetails.NO_QUOTA, null));
  }

  /** This status, from 400 to 599, with an error of the provider's as the body. */
  public static Fault status(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status: expected 400 to 599, found " + status);
    }
    return new Fault(
        "status(" + status + ")",
        new FaultEffect.ErrorResponse(ApiError.ErrorDetails.simulated(status), null));
  }

  /** Status 200 and a body, or a chunk in the middle of a stream, that is not JSON. */
  public static Fault malformedJson() {
    return new Fault("malformedJson()", FaultEffect.ContentCorruption.MALFORMED);
  }

  /** Status 200 and a page of HTML, as of a proxy that wants its users to log in. */
  public static Fault wrongContentType() {
    return new Fault("wrongContentType()", FaultEffect.ContentCorruption.PAGE);
  }

  /** An answer that stops in the middle, though its HTTP is complete. */
  public static Fault truncated() {
    return new Fault("truncated()", FaultEffect.ContentCorruption.TRUNCATED);
  }

  /** Status 200 and then an error object: as the next chunk of a stream, or as the body. */
  public static Fault errorInStream() {
    return new Fault("errorInStream()", FaultEffect.ContentCorruption.ERROR_INSIDE);
  }

  /** The connection is reset (TCP's RST) before the answer begins. */
  public static Fault droppedBeforeHeaders() {
    return new Fault(
        "droppedBeforeHeaders()",
        new FaultEffect.AbortedResponse(
            FaultEffect.AbortPoint.BEFORE_HEADERS, FaultEffect.AbortKind.RESET));
  }

  /** The connection ends (TCP's FIN, none of TLS) in the middle of the head. */
  public static Fault droppedInHeaders() {
    return new Fault(
        "droppedInHeaders()",
        new FaultEffect.AbortedResponse(
            FaultEffect.AbortPoint.IN_HEADERS, FaultEffect.AbortKind.END));
  }

  /** The connection ends (TCP's FIN, none of TLS) in the middle of the body. */
  public static Fault droppedInBody() {
    return new Fault(
        "droppedInBody()",
        new FaultEffect.AbortedResponse(FaultEffect.AbortPoint.IN_BODY, FaultEffect.AbortKind.END));
  }

  /** The connection is reset (TCP's RST) in the body; what was sent just before may be lost. */
  public static Fault resetInBody() {
    return new Fault(
        "resetInBody()",
        new FaultEffect.AbortedResponse(
            FaultEffect.AbortPoint.IN_BODY, FaultEffect.AbortKind.RESET));
  }

  /** No answer at all, until the client goes. */
  public static Fault hanging() {
    return new Fault(
        "hanging()",
        new FaultEffect.AbortedResponse(
            FaultEffect.AbortPoint.BEFORE_HEADERS, FaultEffect.AbortKind.SILENCE));
  }

  /** Silence from the middle of the body on, until the client goes. */
  public static Fault hangingInBody() {
    return new Fault(
        "hangingInBody()",
        new FaultEffect.AbortedResponse(
            FaultEffect.AbortPoint.IN_BODY, FaultEffect.AbortKind.SILENCE));
  }

  /** The answer byte by byte, with so long a pause after each; over HTTP/2 only the body. */
  public static Fault slow(Duration perByte) {
    requirePositive("perByte", perByte);
    return new Fault("slow(" + perByte + ")", new FaultEffect.SlowResponse(perByte));
  }

  /** The stream is reset as {@code REFUSED_STREAM}: unprocessed. HTTP/2 only. */
  public static Fault refusedStream() {
    return new Fault("refusedStream()", FaultEffect.UnprocessedStream.REFUSED_STREAM);
  }

  /** The connection goes with {@code GOAWAY}, this request and newer unprocessed. HTTP/2 only. */
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

  /** The call that makes it, such as {@code rateLimited(PT2S)}. */
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
