package org.atomicagents.model;

import java.util.Objects;

/** The provider finds the request wrong (400, 404, 422): the same request will fail again. */
public final class RejectedException extends ProviderException {
  private final Wrong wrong;

  /** What of the request is wrong, as far as the provider's words tell. */
  public enum Wrong {
    /** Something else than the below, or it can't be told. */
    REQUEST("Check the model's name, the parameters and the schema."),
    /** The way in which JSON was asked for: the model doesn't take it. */
    MODE("Ask for JSON in another way: see ResponseMode."),
    /** That the schema was sent as a strict one. */
    STRICTNESS("Ask without strict schemas: see ModelFacts.withStrictSchemas."),
    /** This schema, asked for in this way. */
    SCHEMA("Change the type, or ask for JSON in another way: see ResponseMode.");

    private final String advice;

    Wrong(String advice) {
      this.advice = advice;
    }
  }

  private RejectedException(ProviderError error, Wrong wrong) {
    super(error.provider() + " rejected the request " + error.told() + "\n" + wrong.advice, error);
    this.wrong = Objects.requireNonNull(wrong, "wrong");
  }

  /** For clients. */
  public static RejectedException of(ProviderError error) {
    return of(error, Wrong.REQUEST);
  }

  /** For clients that can tell what is wrong. */
  public static RejectedException of(ProviderError error, Wrong wrong) {
    return new RejectedException(error, wrong);
  }

  /** What of the request is wrong. */
  public Wrong wrong() {
    return wrong;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
