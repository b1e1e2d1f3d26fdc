package org.atomicagents.testing.internal.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Checks the API key of requests.
 *
 * <p>Not a record, so that {@code toString} does not reveal the key.
 */
final class ApiKeyCheck {
  private final @Nullable String required;

  /**
   * @param required the required key; null if none is required
   */
  ApiKeyCheck(@Nullable String required) {
    this.required = required;
  }

  void check(ReceivedRequest request, ProtocolEndpoint endpoint) {
    if (required == null) {
      return;
    }
    ErrorFormat errors = endpoint.errors();
    String key = endpoint.apiKey(request).orElseThrow(() -> ApiError.of(errors.missingKey()));
    if (!MessageDigest.isEqual(bytes(key), bytes(required))) {
      throw ApiError.of(errors.invalidKey());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
