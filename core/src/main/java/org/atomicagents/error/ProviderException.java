package org.atomicagents.error;

/** The provider answered with an error. */
public abstract sealed class ProviderException extends AgentException
    permits RateLimitedException, BadRequestException, UnauthorizedException, UnavailableException {

  private final ProviderError error;

  ProviderException(String message, ProviderError error) {
    super(message, null);
    this.error = error;
  }

  /** What the provider answered. */
  public ProviderError error() {
    return error;
  }
}
