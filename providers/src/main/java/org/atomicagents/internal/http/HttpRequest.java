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
 * An HTTP request: a method, an address, headers and an optional body.
 *
 * <p>Immutable. The text form contains the method and the address only, because headers, queries
 * and bodies may contain secrets.
 */
public final class HttpRequest {
  private static final String DEFAULT_ADVICE = "Check the address, the network and the proxy.";

  private final String method;
  private final URI uri;
  private final SequencedMap<String, String> headers;
  private final @Nullable RequestContent body;
  private final String advice;
  private final Runnable onConnected;
  private final @Nullable SecretRedactor redactor;

  private HttpRequest(
      String method,
      URI uri,
      SequencedMap<String, String> headers,
      @Nullable RequestContent body,
      String advice,
      Runnable onConnected,
      @Nullable SecretRedactor redactor) {
    this.method = method;
    this.uri = withoutUserInfo(requireHttp(uri));
    this.headers = Collections.unmodifiableSequencedMap(headers);
    this.body = body;
    this.advice = advice;
    this.onConnected = onConnected;
    this.redactor = redactor;
  }

  /** Returns a GET request. */
  public static HttpRequest get(URI uri) {
    return new HttpRequest(
        "GET", uri, new LinkedHashMap<>(), null, DEFAULT_ADVICE, HttpRequest::doNothing, null);
  }

  /** Returns a HEAD request. */
  public static HttpRequest head(URI uri) {
    return new HttpRequest(
        "HEAD", uri, new LinkedHashMap<>(), null, DEFAULT_ADVICE, HttpRequest::doNothing, null);
  }

  /** Returns a POST request; the body must not be modified afterwards. */
  public static HttpRequest post(URI uri, String contentType, byte[] body) {
    return post(uri, contentType, RequestContent.of(body));
  }

  /** Returns a POST request whose body is written while it is sent. */
  public static HttpRequest post(URI uri, String contentType, RequestContent body) {
    Objects.requireNonNull(body, "body");
    return new HttpRequest(
            "POST", uri, new LinkedHashMap<>(), body, DEFAULT_ADVICE, HttpRequest::doNothing, null)
        .withHeader("Content-Type", contentType);
  }

  /**
   * Returns a copy with the given header, which replaces a header of the same name.
   *
   * @throws IllegalArgumentException if the name or the value is not valid in a header; the message
   *     does not contain the value
   */
  public HttpRequest withHeader(String name, String value) {
    return withHeaders(Map.of(name, value));
  }

  /** Returns a copy with the given headers added, each as in {@link #withHeader}. */
  public HttpRequest withHeaders(Map<String, String> newHeaders) {
    var merged = new LinkedHashMap<>(headers);
    newHeaders.forEach((name, value) -> {
      HeaderValidator.requireName(name);
      HeaderValidator.requireValue(name, value);
      merged.keySet().removeIf(name::equalsIgnoreCase);
      merged.put(name, value);
    });
    return new HttpRequest(method, uri, merged, body, advice, onConnected, redactor);
  }

  /** Returns a copy with the given advice for callers when the server cannot be reached. */
  public HttpRequest withAdvice(String newAdvice) {
    return new HttpRequest(method, uri, headers, body, newAdvice, onConnected, redactor);
  }

  /** Returns a copy that runs an action when it has a connection, before sending anything. */
  public HttpRequest onConnected(Runnable action) {
    return new HttpRequest(method, uri, headers, body, advice, action, redactor);
  }

  /** Returns a copy with a redactor of its secrets, in place of one created for each text. */
  public HttpRequest withRedactor(SecretRedactor newRedactor) {
    return new HttpRequest(method, uri, headers, body, advice, onConnected, newRedactor);
  }

  /** Returns the method, in upper case. */
  public String method() {
    return method;
  }

  /** Returns the address without user info, which would otherwise be sent to a proxy. */
  public URI uri() {
    return uri;
  }

  /** Returns the headers in the order in which they were added. */
  public SequencedMap<String, String> headers() {
    return headers;
  }

  /** Returns the body; null if the request has none. */
  public @Nullable RequestContent body() {
    return body;
  }

  /** Returns the advice for callers when the server cannot be reached. */
  public String advice() {
    return advice;
  }

  /** Returns the action to run when the request has a connection. */
  public Runnable onConnected() {
    return onConnected;
  }

  /** Returns the scheme, host, port and path, the parts of the address without secrets. */
  String address() {
    return server() + Objects.requireNonNullElse(uri.getRawPath(), "");
  }

  /** Returns the scheme, host and port; a default port is omitted. */
  public String server() {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int defaultPort = scheme.equals("https") ? 443 : 80;
    String port = uri.getPort() < 0 || uri.getPort() == defaultPort ? "" : ":" + uri.getPort();
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
  }

  /** Returns a text such as {@code POST https://api.openai.com/v1/chat/completions}. */
  @Override
  public String toString() {
    return method + " " + address();
  }

  /** Returns a text without the secrets of this request, which some servers echo. */
  public String redact(String text) {
    SecretRedactor known = redactor;
    return (known == null ? SecretRedactor.of(headers, uri.getRawQuery()) : known).redact(text);
  }

  private static void doNothing() {}

  private static URI withoutUserInfo(URI uri) {
    String authority = uri.getRawAuthority();
    int atSign = authority.lastIndexOf('@');
    return atSign < 0
        ? uri
        : URI.create(
            uri.toString().replace("//" + authority, "//" + authority.substring(atSign + 1)));
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
