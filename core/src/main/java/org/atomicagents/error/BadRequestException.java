package org.atomicagents.error;

import java.util.Objects;

/** The provider finds the request wrong (400, 404, 422): the same request will fail again. */
public final class BadRequestException extends ProviderException {
  private final RejectedPart rejectedPart;

  /** What of the request is wrong, as far as the provider's words tell. */
  public enum RejectedPart {
    /** Something else than the below, or it can't be told. */
    REQUEST("Check the model's name, the parameters and the schema."),
    /** The way in which JSON was asked for: the model doesn't take it. */
    MODE("Ask for JSON in another way: see ResponseMode."),
    /** That the schema was sent as a strict one. */
    STRICTNESS("Ask without strict schemas: see ModelFacts.withStrictSchemas."),
    /** This schema, asked for in this way. */
    SCHEMA("Change the type, or ask for JSON in another way: see ResponseMode.");

    private final String advice;

    RejectedPart(String advice) {
      this.advice = advice;
    }
  }

  private BadRequestException(ProviderError error, RejectedPart wrong) {
    super(
        error.provider() + " rejected the request " + error.describe() + "\n" + wrong.advice,
        error);
    this.rejectedPart = Objects.requireNonNull(wrong, "wrong");
  }

  /** For clients. */
  public static BadRequestException of(ProviderError error) {
    return of(error, RejectedPart.REQUEST);
  }

  /** For clients that can tell what is wrong. */
  public static BadRequestException of(ProviderError error, RejectedPart wrong) {
    return new BadRequestException(error, wrong);
  }

  /** What of the request is wrong. */
  public RejectedPart rejectedPart() {
    return rejectedPart;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
