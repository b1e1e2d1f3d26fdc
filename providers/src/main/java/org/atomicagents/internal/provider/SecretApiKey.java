package org.atomicagents.internal.provider;

import org.atomicagents.error.ConfigurationException;
import org.atomicagents.http.ApiKey;

/** The implementation of {@link ApiKey}, which exposes the secret to the clients of this module. */
public final class SecretApiKey implements ApiKey {
  private final String secret;

  private SecretApiKey(String secret) {
    this.secret = secret;
  }

  /**
   * Returns a key, after removing leading and trailing white space.
   *
   * @throws ConfigurationException if the text is blank or contains characters other than printable
   *     ASCII; the message does not contain the text
   */
  public static SecretApiKey of(String secret) {
    String stripped = secret.strip();
    if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw ConfigurationException.of(
          "Invalid API key: expected printable ASCII without spaces, found "
              + (stripped.isEmpty() ? "nothing" : "other characters")
              + ".\nCopy the key again; the value is not shown.");
    }
    return new SecretApiKey(stripped);
  }

  /** Returns the implementation of a public key. */
  public static SecretApiKey of(ApiKey key) {
    return switch (key) {
      case SecretApiKey secretKey -> secretKey;
    };
  }

  /** Returns the secret, for use in a header. */
  public String secret() {
    return secret;
  }

  /** Returns {@code ApiKey[***]}. */
  @Override
  public String toString() {
    return "ApiKey[***]";
  }
}
