package org.atomicagents.error;

/** Thrown if the provider rejects the API key or its permissions (HTTP 401 and 403). */
public final class UnauthorizedException extends ProviderException {

  private UnauthorizedException(ProviderError error) {
    super(
        error.provider()
            + " rejected the credentials "
            + error.describe()
            + "\nCheck the API key and its permissions.",
        error);
  }

  /** Returns the exception of a model client. */
  public static UnauthorizedException of(ProviderError error) {
    return new UnauthorizedException(error);
  }

  /** Returns false: the key has to be changed first. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new UnauthorizedException(error());
  }
}
