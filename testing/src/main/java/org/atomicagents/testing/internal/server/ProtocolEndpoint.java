package org.atomicagents.testing.internal.server;

import java.util.Optional;

/** The server side of one protocol: its paths, responses, errors and API keys; thread-safe. */
public interface ProtocolEndpoint {
  /** Returns the name of the protocol, for messages. */
  String protocol();

  /** Returns whether this protocol has the path of the request. */
  boolean accepts(ReceivedRequest request);

  /**
   * Returns the response to an accepted request.
   *
   * @param body the bytes of the body; empty if there was none
   * @throws ApiError if the request is rejected
   */
  SimulatedResponse respond(ReceivedRequest request, byte[] body);

  /** Returns the format of this protocol's errors. */
  ErrorFormat errors();

  /** Returns the API key of the request; empty if it has none. */
  Optional<String> apiKey(ReceivedRequest request);

  /** Returns the name of the response header with the id of the request. */
  default String requestIdHeader() {
    return "x-request-id";
  }
}
