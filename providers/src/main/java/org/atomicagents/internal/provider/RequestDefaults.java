package org.atomicagents.internal.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.SecretRedaction;
import org.jspecify.annotations.Nullable;

/**
 * The headers of all requests to a provider, and the redaction of the secrets in them.
 *
 * <p>Immutable and thread-safe.
 */
public final class RequestDefaults {
  private final @Nullable SecretApiKey key;
  private final Map<String, String> custom;
  private final String advice;
  private final Map<String, String> headers;
  private final Map<String, String> streamHeaders;

  /**
   * Creates the defaults.
   *
   * @param key the API key; null if the provider needs none
   * @param protocol the headers of the protocol, such as the authorization header
   * @param custom the user's headers, which override those of the protocol
   * @param advice the advice for the error message if the server cannot be reached
   */
  public RequestDefaults(
      @Nullable SecretApiKey key,
      Map<String, String> protocol,
      Map<String, String> custom,
      String advice) {
    this.key = key;
    this.custom = Map.copyOf(custom);
    this.advice = advice;
    this.headers = new LinkedHashMap<>(protocol);
    headers.putAll(custom);
    this.streamHeaders = new LinkedHashMap<>();
    streamHeaders.put("Accept", "text/event-stream");
    // Servers buffer a compressed stream until a block is full, which delays the events.
    streamHeaders.put("Accept-Encoding", "identity");
    streamHeaders.putAll(headers);
  }

  /** Returns the request with the default headers and the advice added. */
  public HttpRequest prepare(HttpRequest http) {
    return http.withAdvice(advice).withHeaders(headers);
  }

  /** Returns the request with the default headers, the streaming headers and the advice added. */
  public HttpRequest prepareStream(HttpRequest http) {
    return http.withAdvice(advice).withHeaders(streamHeaders);
  }

  /** Returns the advice for the error message if the server cannot be reached. */
  public String advice() {
    return advice;
  }

  /** Returns the text with {@code ***} in place of the API key and of secret headers. */
  public String redact(String text) {
    String redacted = key == null ? text : key.redact(text);
    for (var header : custom.entrySet()) {
      if (SecretRedaction.isSecretHeader(header.getKey())) {
        redacted = SecretRedaction.redact(redacted, header.getValue());
      }
    }
    return redacted;
  }
}
