package org.atomicagents.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request that a {@link SimulatedProvider} received.
 *
 * <p>The value of a header whose name suggests a credential, such as {@code authorization}, is
 * replaced with {@value #HIDDEN}. Immutable.
 *
 * @param method HTTP method, such as {@code POST}
 * @param path path without the query
 * @param headers the values of each header in the order received, by header name in lower case
 * @param body body as text; empty if there was none
 * @param fault the fault that was injected into the response; null for none
 */
public record RecordedRequest(
    String method,
    String path,
    Map<String, List<String>> headers,
    String body,
    @Nullable Fault fault) {

  /** The replacement for values of headers that may hold credentials. */
  public static final String HIDDEN = "(hidden)";

  private static final List<String> SECRET_HEADER_PARTS =
      List.of("auth", "key", "token", "secret", "cookie", "cred", "pass", "session", "signature");

  /** Creates a record of a request; copies {@code headers}. */
  public RecordedRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    headers = Map.copyOf(headers);
    Objects.requireNonNull(body, "body");
  }

  /** Returns a record of the request, with credentials hidden. */
  static RecordedRequest of(ReceivedRequest request, @Nullable Fault fault) {
    Map<String, List<String>> headers = new HashMap<>();
    request
        .headers()
        .forEach((name, values) -> headers.put(name, isSecret(name) ? List.of(HIDDEN) : values));
    return new RecordedRequest(request.method(), request.path(), headers, request.body(), fault);
  }

  /** Returns the method, the path and the fault; headers and body are represented by their size. */
  @Override
  public String toString() {
    return "RecordedRequest["
        + method
        + " "
        + path
        + ", headers="
        + headers.size()
        + ", body="
        + body.length()
        + " characters, fault="
        + fault
        + "]";
  }

  private static boolean isSecret(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return SECRET_HEADER_PARTS.stream().anyMatch(name::contains);
  }
}
