package org.atomicagents.internal.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.SecretRedaction;
import org.jspecify.annotations.Nullable;

/**
 * The headers of all requests to a provider, and the secrets among them.
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
   * Defaults for all requests.
   *
   * @param key the key of the account; null if the provider needs none
   * @param protocol the headers of the protocol, such as the one that holds the key
   * @param custom the headers of the user, which replace those of the protocol
   * @param advice the advice for a caller when the server cannot be reached
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
    // Servers hold a compressed stream back until a block is full.
    streamHeaders.put("Accept-Encoding", "identity");
    streamHeaders.putAll(headers);
  }

  /** Returns the request with the headers and the advice. */
  public HttpRequest prepare(HttpRequest http) {
    return http.withAdvice(advice).withHeaders(headers);
  }

  /** Returns the request with the headers of a streamed response, too. */
  public HttpRequest prepareStream(HttpRequest http) {
    return http.withAdvice(advice).withHeaders(streamHeaders);
  }

  /** Returns the advice for a caller when the server cannot be reached. */
  public String advice() {
    return advice;
  }

  /** Returns the text without the secrets of the headers. */
  public String redact(String text) {
    String clean = key == null ? text : key.redact(text);
    for (var header : custom.entrySet()) {
      if (SecretRedaction.isSecretHeader(header.getKey())) {
        clean = SecretRedaction.redact(clean, header.getValue());
      }
    }
    return clean;
  }
}
