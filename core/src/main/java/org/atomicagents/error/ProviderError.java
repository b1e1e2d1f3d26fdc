package org.atomicagents.error;

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
 */
public record ProviderError(
    String provider, int status, @Nullable String requestId, String message, String body) {

  /** The maximum length of a message or a body, in characters. */
  public static final int MAX_BODY_LENGTH = 2_000;

  public ProviderError {
    Objects.requireNonNull(provider, "provider");
    message = truncate(message, MAX_BODY_LENGTH);
    body = truncate(body, MAX_BODY_LENGTH);
  }

  /** Returns a description such as {@code (429, request req_1): Rate limit reached}. */
  String describe() {
    String id = requestId == null ? "" : ", request " + requestId;
    return "(" + (status == 0 ? "in the stream" : String.valueOf(status)) + id + "): " + message;
  }

  /** Returns the status and the sizes of the texts, which may repeat parts of a request. */
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

  private static String truncate(@Nullable String text, int maxLength) {
    if (text == null) {
      return "";
    }
    return text.length() <= maxLength ? text : text.substring(0, maxLength) + "…";
  }
}
