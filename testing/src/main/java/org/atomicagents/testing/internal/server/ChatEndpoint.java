package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Set;

/** The endpoint {@code /v1/chat/completions}. */
final class ChatEndpoint {
  private final ResponseGenerator generator;
  private final ResponsePacing pacing;
  private final Set<String> models;
  private final SupportedModes modes;

  /**
   * @param models names of the available models; any name if empty
   */
  ChatEndpoint(
      ResponseGenerator generator,
      ResponsePacing pacing,
      Set<String> models,
      SupportedModes modes) {
    this.generator = generator;
    this.pacing = pacing;
    this.models = models;
    this.modes = modes;
  }

  SimulatedResponse respond(byte[] body) {
    ChatRequest request = ChatRequest.parse(body);
    if (!models.isEmpty() && !models.contains(request.model())) {
      throw ApiError.unknownModel(request.model());
    }
    modes.requireSupported(
        request.tree(), request.tree().path("response_format"), "response_format");
    Completion completion = generator.complete(request, pacing.time().now());
    List<String> chunks = pacing.chunks(completion);
    if (request.stream()) {
      return new SimulatedResponse.EventStream(
          new SseEvents(completion, chunks, request.includeUsage()), 1, chunks.size());
    }
    // A response that is not streamed takes as long as the streamed one.
    return SimulatedResponse.CompleteBody.json(200, completion.completeResponse())
        .withChunkIntervals(chunks.size());
  }
}
