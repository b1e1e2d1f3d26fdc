package org.atomicagents.testing.internal.messages;

import java.util.Optional;
import org.atomicagents.testing.internal.server.ProtocolEndpoint;
import org.atomicagents.testing.internal.server.ReceivedRequest;

/** The common part of Anthropic's protocols: API keys and the required version. */
public interface AnthropicProtocol extends ProtocolEndpoint {
  /** The header with the version of the API. */
  String VERSION = "anthropic-version";

  /** Returns the value of the header {@code x-api-key}, or the bearer token. */
  @Override
  default Optional<String> apiKey(ReceivedRequest request) {
    return request.header("x-api-key").or(request::bearerToken);
  }

  @Override
  default String requestIdHeader() {
    return "request-id";
  }

  /** Throws Anthropic's error unless the request names the version of the API. */
  static void requireVersion(ReceivedRequest request) {
    if (request.header(VERSION).isEmpty()) {
      throw AnthropicErrors.invalid(VERSION, "header is required");
    }
  }

  /** Returns whether the request enables beta features. */
  static boolean isBeta(ReceivedRequest request) {
    return request.header("anthropic-beta").isPresent() || request.query().containsKey("beta");
  }
}
