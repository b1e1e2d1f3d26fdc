package org.atomicagents.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a provider answered in the place of an answer.
 *
 * @param provider the provider's short name
 * @param status the HTTP status; 0 where the error came inside of a stream without one
 * @param requestId the provider's id of the request, or null if it sent none
 * @param message the provider's message, or the beginning of the body; null counts as empty
 * @param body the body as received, shortened to {@value #MAX_BODY_LENGTH} characters; null counts
 *     as empty, so that reporting an error does not fail
 */
public record ProviderError(
    String provider, int status, @Nullable String requestId, String message, String body) {

  /** How much of a body is kept, in characters. */
  public static final int MAX_BODY_LENGTH = 2_000;

  public ProviderError {
    Objects.requireNonNull(provider, "provider");
    message = truncate(message, MAX_BODY_LENGTH);
    body = truncate(body, MAX_BODY_LENGTH);
  }

  /** As in {@code (429, request req_1): Rate limit reached}. */
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

  private static String truncate(@Nullable String text, int longest) {
    if (text == null) {
      return "";
    }
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
