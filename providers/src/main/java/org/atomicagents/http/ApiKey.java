package org.atomicagents.http;

import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.provider.SecretApiKey;

/**
 * The secret that identifies an account at a provider.
 *
 * <p>Immutable. It has no accessor, and its text form is always {@code ApiKey[***]}, so that no log
 * and no message can show the secret.
 */
public sealed interface ApiKey permits SecretApiKey {

  /**
   * Returns a key; leading and trailing white space is removed.
   *
   * @throws ConfigurationException if the text is blank, or not valid in a header; the message does
   *     not repeat it
   */
  static ApiKey of(String secret) {
    return SecretApiKey.of(secret);
  }
}
