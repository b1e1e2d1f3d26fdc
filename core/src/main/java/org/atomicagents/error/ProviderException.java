package org.atomicagents.error;

/** The root of the exceptions of error responses of a provider. */
public abstract sealed class ProviderException extends AgentException
    permits RateLimitedException, BadRequestException, UnauthorizedException, UnavailableException {

  private final ProviderError error;

  ProviderException(String message, ProviderError error) {
    super(message, null);
    this.error = error;
  }

  /** Returns the error response. */
  public ProviderError error() {
    return error;
  }
}
