package org.atomicagents.testing.internal.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the API key of requests: a bearer token, or the {@code api-key} header of Azure.
 *
 * <p>Not a record, so that {@code toString} does not reveal the key.
 */
final class ApiKeyCheck {
  private static final HeaderName API_KEY = HeaderNames.create("api-key");
  private static final String BEARER = "Bearer ";

  private final @Nullable String required;

  /**
   * @param required the required key; null if none is required
   */
  ApiKeyCheck(@Nullable String required) {
    this.required = required;
  }

  void check(ServerRequest request) {
    if (required == null) {
      return;
    }
    String key =
        header(request, API_KEY)
            .or(() -> header(request, HeaderNames.AUTHORIZATION).map(ApiKeyCheck::withoutScheme))
            .orElseThrow(ApiError::missingKey);
    if (!MessageDigest.isEqual(bytes(key), bytes(required))) {
      throw ApiError.invalidKey();
    }
  }

  private static Optional<String> header(ServerRequest request, HeaderName name) {
    return request.headers().find(name).map(Header::get);
  }

  private static String withoutScheme(String value) {
    return value.startsWith(BEARER) ? value.substring(BEARER.length()) : value;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
