package org.atomicagents.error;

import java.util.Objects;

/**
 * Thrown if the provider rejects a request as invalid (HTTP 400, 404, 422, other 4xx statuses
 * without an exception of their own, 501 and 505).
 *
 * <p>The same request would fail again. {@link #rejectedPart()} returns the part of the request to
 * change, if the provider names one.
 */
public final class BadRequestException extends ProviderException {
  private final RejectedPart rejectedPart;

  /** The part of a request that a provider rejected, recognized by the provider's message. */
  public enum RejectedPart {
    /** Another part than those below, or an unknown one. */
    REQUEST("Check the model's name, the parameters and the schema."),
    /** The {@link org.atomicagents.model.ResponseMode}, which the model does not support. */
    MODE("Set another ResponseMode."),
    /** The strict mode of the schema, which the model does not support. */
    STRICTNESS("Turn strict schemas off with ModelCapabilities.withStrictSchemas."),
    /** The schema, which the provider does not support in this response mode. */
    SCHEMA("Change the output type, or set another ResponseMode.");

    private final String advice;

    RejectedPart(String advice) {
      this.advice = advice;
    }
  }

  private BadRequestException(ProviderError error, RejectedPart rejected) {
    super(
        error.provider() + " rejected the request " + error.describe() + "\n" + rejected.advice,
        error);
    this.rejectedPart = Objects.requireNonNull(rejected, "rejected");
  }

  /** Returns the exception of a model client that does not know the rejected part. */
  public static BadRequestException of(ProviderError error) {
    return of(error, RejectedPart.REQUEST);
  }

  /** Returns the exception of a model client that knows the rejected part. */
  public static BadRequestException of(ProviderError error, RejectedPart rejected) {
    return new BadRequestException(error, rejected);
  }

  /** Returns the rejected part of the request; {@link RejectedPart#REQUEST} if it is unknown. */
  public RejectedPart rejectedPart() {
    return rejectedPart;
  }

  /** Returns false: the same request would be rejected again. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new BadRequestException(error(), rejectedPart);
  }
}
