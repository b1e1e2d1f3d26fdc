package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Set;

/** Answers chat-completions requests. */
final class ChatEndpoint {
  private final ResponseGenerator answerer;
  private final ResponsePacing pace;
  private final Set<String> models;
  private final SupportedModes modes;

  /**
   * @param models the only models that there are; any, if empty
   */
  ChatEndpoint(
      ResponseGenerator answerer, ResponsePacing pace, Set<String> models, SupportedModes modes) {
    this.answerer = answerer;
    this.pace = pace;
    this.models = models;
    this.modes = modes;
  }

  SimulatedResponse answer(byte[] body) {
    ChatRequest request = ChatRequest.parse(body);
    if (!models.isEmpty() && !models.contains(request.model())) {
      throw ApiError.unknownModel(request.model());
    }
    modes.requireSupported(request.tree());
    Completion completion = answerer.complete(request, pace.time().now());
    List<String> pieces = pace.chunks(completion);
    if (request.stream()) {
      return new SimulatedResponse.EventStream(
          new SseEvents(completion, pieces, request.includeUsage()), pieces.size());
    }
    // A whole answer takes as long as the same one streamed.
    return SimulatedResponse.CompleteBody.json(200, completion.completeResponse())
        .withChunkIntervals(pieces.size());
  }
}
