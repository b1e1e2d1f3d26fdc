package org.atomicagents.model;

/** The provider finds the request wrong (400, 404, 422): the same request will fail again. */
public final class RejectedException extends ProviderException {

  private RejectedException(ProviderError error) {
    super(
        error.provider()
            + " rejected the request "
            + error.told()
            + "\nCheck the model's name, the parameters and the schema.",
        error);
  }

  /** For clients. */
  public static RejectedException of(ProviderError error) {
    return new RejectedException(error);
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
