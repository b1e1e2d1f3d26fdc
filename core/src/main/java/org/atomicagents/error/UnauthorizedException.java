package org.atomicagents.error;

/** The provider doesn't accept the key, or the key may not do this (401, 403). */
public final class UnauthorizedException extends ProviderException {

  private UnauthorizedException(ProviderError error) {
    super(
        error.provider()
            + " refused the credentials "
            + error.describe()
            + "\nCheck the key, and what it may be used for.",
        error);
  }

  /** For clients. */
  public static UnauthorizedException of(ProviderError error) {
    return new UnauthorizedException(error);
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
