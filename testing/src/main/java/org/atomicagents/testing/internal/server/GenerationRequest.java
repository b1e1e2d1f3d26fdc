package org.atomicagents.testing.internal.server;

import java.util.List;

/** The parts of a request that determine the generated response, independent of the protocol. */
public interface GenerationRequest {

  String model();

  RequestedOutput output();

  /** Returns the maximum length of the response in tokens. */
  int maxTokens();

  /** Returns the texts at which the response ends. */
  List<String> stopSequences();

  /** Returns the request without its streaming options, as the input of the random seed. */
  String identity();

  /** Returns the text of the last message of the user. */
  String lastUserText();

  int promptTokens();
}
