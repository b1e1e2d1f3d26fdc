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
 * <p>What looks like a credential by its header's name is kept as {@value #HIDDEN}. Immutable.
 *
 * @param method such as {@code POST}
 * @param path without the query
 * @param headers names in lower case, values in the order in which they came
 * @param body as text, empty if there was none
 * @param fault what went wrong with the answer on purpose, null if nothing did
 */
public record RecordedRequest(
    String method,
    String path,
    Map<String, List<String>> headers,
    String body,
    @Nullable Fault fault) {

  /** What stands in the place of a credential. */
  public static final String HIDDEN = "(hidden)";

  private static final List<String> SECRET_HEADER_PARTS =
      List.of("authorization", "key", "token", "secret", "cookie", "password");

  public RecordedRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    headers = Map.copyOf(headers);
    Objects.requireNonNull(body, "body");
  }

  /** Returns the request without the values of headers that may hold credentials. */
  static RecordedRequest of(ReceivedRequest request, @Nullable Fault fault) {
    Map<String, List<String>> headers = new HashMap<>();
    request
        .headers()
        .forEach((name, values) -> headers.put(name, isSecret(name) ? List.of(HIDDEN) : values));
    return new RecordedRequest(request.method(), request.path(), headers, request.body(), fault);
  }

  private static boolean isSecret(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return SECRET_HEADER_PARTS.stream().anyMatch(name::contains);
  }
}
