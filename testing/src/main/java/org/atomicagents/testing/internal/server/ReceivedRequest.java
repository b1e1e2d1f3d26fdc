package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request as the server received it, credentials included.
 *
 * @param origin scheme and authority of the URL, such as {@code http://127.0.0.1:49152}
 * @param path path without the query
 * @param query the first value of each query parameter
 * @param headers values by header name in lower case
 */
public record ReceivedRequest(
    String method,
    String origin,
    String path,
    Map<String, String> query,
    Map<String, List<String>> headers,
    String body) {
  private static final String BEARER = "Bearer ";

  /** Returns the first value of a header; empty if the request does not have it. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getFirst);
  }

  /** Returns the authorization without the scheme of bearer tokens; empty for none. */
  public Optional<String> bearerToken() {
    return header("authorization")
        .map(value -> value.startsWith(BEARER) ? value.substring(BEARER.length()) : value);
  }

  /** Throws the error of the protocol unless the request has this method. */
  public void requireMethod(String allowed) {
    if (!method.equals(allowed)) {
      throw ApiError.unsupportedMethod(allowed);
    }
  }

  // The headers and the query may hold credentials.
  @Override
  public String toString() {
    return "ReceivedRequest[" + method + " " + path + "]";
  }
}
