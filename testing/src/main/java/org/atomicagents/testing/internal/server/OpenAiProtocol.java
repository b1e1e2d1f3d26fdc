package org.atomicagents.testing.internal.server;

import java.util.Optional;

/** The common part of OpenAI's protocols: the form of errors, and API keys. */
public interface OpenAiProtocol extends ProtocolEndpoint {
  @Override
  default ErrorFormat errors() {
    return OpenAiErrors.INSTANCE;
  }

  /** Returns the bearer token, or the value of Azure's header {@code api-key}. */
  @Override
  default Optional<String> apiKey(ReceivedRequest request) {
    return request.header("api-key").or(request::bearerToken);
  }
}
