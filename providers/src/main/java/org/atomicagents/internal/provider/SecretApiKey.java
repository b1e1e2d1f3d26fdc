package org.atomicagents.internal.provider;

import org.atomicagents.error.ConfigurationException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.SecretRedaction;

/** The implementation of {@link ApiKey}, with the secret for the clients of this module. */
public final class SecretApiKey implements ApiKey {
  private final String secret;

  private SecretApiKey(String secret) {
    this.secret = secret;
  }

  /**
   * Returns a key; leading and trailing white space is removed.
   *
   * @throws ConfigurationException if the text is blank, or not valid in a header; the message does
   *     not repeat it
   */
  public static SecretApiKey of(String secret) {
    String stripped = secret.strip();
    if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw ConfigurationException.of(
          "An API key: expected printable ASCII without spaces, found "
              + (stripped.isEmpty() ? "nothing" : "something else")
              + ".\nCopy the key again; it isn't shown here.");
    }
    return new SecretApiKey(stripped);
  }

  /** Returns the implementation of a key that was passed by a user. */
  public static SecretApiKey of(ApiKey key) {
    return switch (key) {
      case SecretApiKey known -> known;
    };
  }

  /** Returns the secret, for a header. */
  public String secret() {
    return secret;
  }

  /** Returns the text with {@code ***} in the place of the secret. */
  public String redact(String text) {
    return SecretRedaction.redact(text, secret);
  }

  /** Returns {@code ApiKey[***]}. */
  @Override
  public String toString() {
    return "ApiKey[***]";
  }
}
