package org.atomicagents.internal.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.SecretRedactor;
import org.jspecify.annotations.Nullable;

/**
 * The headers of all requests to a provider, and the redactor of the secrets in them.
 *
 * <p>Immutable and thread-safe.
 */
public final class RequestDefaults {
  private final @Nullable SecretApiKey key;
  private final String advice;
  private final Map<String, String> headers;
  private final Map<String, String> streamHeaders;
  private volatile RedactorOfQuery redactor;

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
    this.advice = advice;
    this.headers = new LinkedHashMap<>(protocol);
    headers.putAll(custom);
    this.streamHeaders = new LinkedHashMap<>();
    streamHeaders.put("Accept", "text/event-stream");
    // Servers buffer a compressed stream until a block is full, which delays the events.
    streamHeaders.put("Accept-Encoding", "identity");
    streamHeaders.putAll(headers);
    this.redactor = redactorOf("");
  }

  /** The redactor for requests with a query, which is the same for most requests. */
  private record RedactorOfQuery(String query, SecretRedactor redactor) {}

  /** Returns the request with the default headers and the advice added. */
  public HttpRequest prepare(HttpRequest http) {
    return withRedactor(http.withAdvice(advice).withHeaders(headers));
  }

  /** Returns the request with the default headers, the streaming headers and the advice added. */
  public HttpRequest prepareStream(HttpRequest http) {
    return withRedactor(http.withAdvice(advice).withHeaders(streamHeaders));
  }

  /** Returns the advice for the error message if the server cannot be reached. */
  public String advice() {
    return advice;
  }

  private HttpRequest withRedactor(HttpRequest http) {
    String query = Objects.requireNonNullElse(http.uri().getRawQuery(), "");
    RedactorOfQuery known = redactor;
    if (!known.query().equals(query)) {
      known = redactorOf(query);
      redactor = known;
    }
    return http.withRedactor(known.redactor());
  }

  private RedactorOfQuery redactorOf(String query) {
    // User headers may replace the header of the key, which then remains a secret nevertheless.
    var all = new LinkedHashMap<>(headers);
    if (key != null) {
      all.put("key", key.secret());
    }
    return new RedactorOfQuery(query, SecretRedactor.of(all, query));
  }
}
