package org.atomicagents.internal.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The data of a provider that are independent of its protocol.
 *
 * @param id the short name, as in {@code groq}
 * @param name the name for people
 * @param baseUrl the default base URL; null if each user has their own
 * @param urlVariable the environment variable that overrides it
 * @param keyVariable the environment variable with the key; null if none is needed
 * @param help where to get a key, or how to start the server; may be empty
 */
public record ProviderProfile(
    String id,
    String name,
    @Nullable URI baseUrl,
    String urlVariable,
    @Nullable String keyVariable,
    String help) {

  /** Returns the advice for a caller when the server cannot be reached. */
  public String connectAdvice() {
    if (keyVariable != null) {
      return "Check the network, the proxy and " + urlVariable + ".";
    }
    return help.isEmpty()
        ? "Is " + name + " running there? Check the address."
        : "Is %s running there? %s, or set %s to where it runs.".formatted(name, help, urlVariable);
  }
}
