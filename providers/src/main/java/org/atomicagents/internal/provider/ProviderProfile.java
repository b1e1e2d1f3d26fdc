package org.atomicagents.internal.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The protocol-independent description of a provider.
 *
 * <p>Immutable.
 *
 * @param id the identifier, such as {@code groq}
 * @param name the display name
 * @param baseUrl the default base URL; null if there is none
 * @param urlVariable the environment variable that overrides the base URL
 * @param keyVariable the environment variable of the API key; null if no key is needed
 * @param help a sentence on where to get a key, or how to start the server; may be empty
 */
public record ProviderProfile(
    String id,
    String name,
    @Nullable URI baseUrl,
    String urlVariable,
    @Nullable String keyVariable,
    String help) {

  /** Returns the advice for the error message if the server cannot be reached. */
  public String connectAdvice() {
    if (keyVariable != null) {
      return "Check the network, the proxy and " + urlVariable + ".";
    }
    return help.isEmpty()
        ? "Is " + name + " running there? Check the address."
        : "Is %s running there? %s, or set %s to its address.".formatted(name, help, urlVariable);
  }
}
