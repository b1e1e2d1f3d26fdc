package org.atomicagents.internal.http;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A request to be sent: a method, an address, headers and perhaps a body.
 *
 * <p>Immutable. Its text form names the method and the address only, never a header, a query or a
 * body, which may hold secrets.
 */
public final class HttpRequest {
  private static final String DEFAULT_ADVICE = "Check the address, the network and the proxy.";

  private final String method;
  private final URI uri;
  private final SequencedMap<String, String> headers;
  private final byte @Nullable [] body;
  private final String advice;
  private final Runnable onConnected;

  private HttpRequest(
      String method,
      URI uri,
      SequencedMap<String, String> headers,
      byte @Nullable [] body,
      String advice,
      Runnable whenConnected) {
    this.method = method;
    this.uri = withoutUserInfo(requireHttp(uri));
    this.headers = Collections.unmodifiableSequencedMap(headers);
    this.body = body;
    this.advice = advice;
    this.onConnected = whenConnected;
  }

  /** Asks for what is at an address. */
  public static HttpRequest get(URI uri) {
    return new HttpRequest(
        "GET", uri, new LinkedHashMap<>(), null, DEFAULT_ADVICE, HttpRequest::doNothing);
  }

  /** Asks for the head of what is at an address. */
  public static HttpRequest head(URI uri) {
    return new HttpRequest(
        "HEAD", uri, new LinkedHashMap<>(), null, DEFAULT_ADVICE, HttpRequest::doNothing);
  }

  /** Sends a body, which must not change afterwards. */
  public static HttpRequest post(URI uri, String contentType, byte[] body) {
    Objects.requireNonNull(body, "body");
    return new HttpRequest(
            "POST", uri, new LinkedHashMap<>(), body, DEFAULT_ADVICE, HttpRequest::doNothing)
        .withHeader("Content-Type", contentType);
  }

  /**
   * A copy with a header, in the place of one of the same name.
   *
   * @throws IllegalArgumentException if the name or the value can't stand in a header; the value is
   *     not repeated in the message
   */
  public HttpRequest withHeader(String name, String value) {
    return withHeaders(Map.of(name, value));
  }

  /** A copy with these headers added, each as in {@link #withHeader}. */
  public HttpRequest withHeaders(Map<String, String> more) {
    var all = new LinkedHashMap<>(headers);
    more.forEach((name, value) -> {
      HeaderValidator.requireName(name);
      HeaderValidator.requireValue(name, value);
      all.keySet().removeIf(name::equalsIgnoreCase);
      all.put(name, value);
    });
    return new HttpRequest(method, uri, all, body, advice, onConnected);
  }

  /** A copy that says what to do when nobody can be reached at the address. */
  public HttpRequest withAdvice(String newAdvice) {
    return new HttpRequest(method, uri, headers, body, newAdvice, onConnected);
  }

  /** A copy that does this when it has a connection, before it sends anything over it. */
  public HttpRequest onConnected(Runnable action) {
    return new HttpRequest(method, uri, headers, body, advice, action);
  }

  /** The method, in capitals. */
  public String method() {
    return method;
  }

  /** Where it goes, without user info, which a proxy would be told. */
  public URI uri() {
    return uri;
  }

  /** The headers, in the order in which they were added. */
  public SequencedMap<String, String> headers() {
    return headers;
  }

  /** Returns the body; null if the request has none. */
  public byte @Nullable [] body() {
    return body;
  }

  /** Returns the advice for a caller when the server cannot be reached. */
  public String advice() {
    return advice;
  }

  /** Returns the action for the moment when the request has a connection. */
  public Runnable onConnected() {
    return onConnected;
  }

  /** Scheme, host, port and path: what may be told of an address. */
  String address() {
    return server() + Objects.requireNonNullElse(uri.getRawPath(), "");
  }

  /** Scheme, host and port. */
  public String server() {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
  }

  /** As in {@code POST https://api.openai.com/v1/chat/completions}. */
  @Override
  public String toString() {
    return method + " " + address();
  }

  /** What others say, without the secrets of this call: some servers answer with what came. */
  public String redact(String text) {
    String clean =
        uri.getRawQuery() == null ? text : SecretRedaction.redact(text, uri.getRawQuery());
    for (var header : headers.entrySet()) {
      if (SecretRedaction.isSecretHeader(header.getKey())) {
        for (String word : header.getValue().split(" ", -1)) {
          clean = SecretRedaction.redact(clean, word);
        }
      }
    }
    return clean;
  }

  private static void doNothing() {}

  private static URI withoutUserInfo(URI uri) {
    String authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    return at < 0
        ? uri
        : URI.create(uri.toString().replace("//" + authority, "//" + authority.substring(at + 1)));
  }

  private static URI requireHttp(URI uri) {
    String scheme = uri.getScheme();
    if (uri.getHost() == null
        || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
      throw new IllegalArgumentException(
          "uri: expected an http or https address with a host, found scheme "
              + scheme
              + " and host "
              + uri.getHost());
    }
    return uri;
  }
}
