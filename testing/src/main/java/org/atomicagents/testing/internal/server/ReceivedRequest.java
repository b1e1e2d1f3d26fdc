package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Map;

/**
 * An HTTP request as the server received it, credentials included.
 *
 * @param headers values by header name in lower case
 */
public record ReceivedRequest(
    String method, String path, Map<String, List<String>> headers, String body) {
  // The headers may hold credentials.
  @Override
  public String toString() {
    return "ReceivedRequest[" + method + " " + path + "]";
  }
}
