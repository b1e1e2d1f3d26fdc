package org.atomicagents.http;

import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.provider.SecretApiKey;

/**
 * The secret that authenticates an account at a provider.
 *
 * <p>Immutable. It has no accessor, and its text form is always {@code ApiKey[***]}, so that no log
 * and no message can reveal the secret.
 */
public sealed interface ApiKey permits SecretApiKey {

  /**
   * Returns a key with the given secret, without its leading and trailing white space.
   *
   * @throws ConfigurationException if the secret is blank or not valid in an HTTP header; the
   *     message does not contain the secret
   */
  static ApiKey of(String secret) {
    return SecretApiKey.of(secret);
  }
}
