package org.atomicagents.error;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error response of a provider.
 *
 * <p>Immutable. The texts are the provider's: they may repeat parts of the request.
 *
 * @param provider the short name of the provider, such as {@code openai}
 * @param status the HTTP status; 0 for an error event without one in a stream
 * @param requestId the provider's id of the request; null if it sent none
 * @param message the provider's message, or the beginning of the body, shortened to {@value
 *     #MAX_BODY_LENGTH} characters; null counts as empty
 * @param body the body as received, shortened to {@value #MAX_BODY_LENGTH} characters; null counts
 *     as empty, so that reporting an error does not fail
 * @param headers the response headers, with names in lower case; they contain the limits of the
 *     account. Cookies are omitted; null counts as empty
 */
public record ProviderError(
    String provider,
    int status,
    @Nullable String requestId,
    String message,
    String body,
    Map<String, List<String>> headers) {

  /** The maximum length of a message or a body, in characters. */
  public static final int MAX_BODY_LENGTH = 2_000;

  public ProviderError {
    Objects.requireNonNull(provider, "provider");
    message = truncate(message, MAX_BODY_LENGTH);
    body = truncate(body, MAX_BODY_LENGTH);
    headers = copyWithoutCookies(headers);
  }

  /** Creates an error response without headers. */
  public ProviderError(
      String provider, int status, @Nullable String requestId, String message, String body) {
    this(provider, status, requestId, message, body, Map.of());
  }

  /** Returns a description such as {@code (429, request req_1): Rate limit reached}. */
  String describe() {
    String id = requestId == null ? "" : ", request " + requestId;
    return "(" + (status == 0 ? "in the stream" : String.valueOf(status)) + id + "): " + message;
  }

  /**
   * Returns the status and the sizes of the texts, which may repeat parts of a request; without the
   * headers.
   */
  @Override
  public String toString() {
    return "ProviderError["
        + provider
        + ", "
        + status
        + ", request "
        + requestId
        + ", message="
        + message.length()
        + " characters, body="
        + body.length()
        + " characters]";
  }

  private static Map<String, List<String>> copyWithoutCookies(
      @Nullable Map<String, List<String>> headers) {
    if (headers == null || headers.isEmpty()) {
      return Map.of();
    }
    var copy = new LinkedHashMap<String, List<String>>();
    headers.forEach((name, values) -> {
      String key = name.toLowerCase(Locale.ROOT);
      // A cookie may identify the account, and exceptions end up in logs and stores.
      if (!key.startsWith("set-cookie")) {
        copy.put(key, List.copyOf(values));
      }
    });
    return Collections.unmodifiableMap(copy);
  }

  private static String truncate(@Nullable String text, int maxLength) {
    if (text == null) {
      return "";
    }
    return text.length() <= maxLength ? text : text.substring(0, maxLength) + "…";
  }
}
