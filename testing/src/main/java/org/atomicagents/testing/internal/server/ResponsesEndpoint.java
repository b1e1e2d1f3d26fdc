package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Set;

/** The endpoint {@code /v1/responses}. */
final class ResponsesEndpoint {
  private final ResponseGenerator generator;
  private final ResponsePacing pacing;
  private final Set<String> models;
  private final SupportedModes modes;
  private final BackgroundResponses background = new BackgroundResponses();

  /**
   * @param models names of the available models; any name if empty
   */
  ResponsesEndpoint(
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
    ResponsesRequest request = ResponsesRequest.parse(body);
    if (!models.isEmpty() && !models.contains(request.model())) {
      throw ApiError.unknownModel(request.model());
    }
    modes.requireSupported(
        request.tree(), request.tree().path("text").path("format"), "text.format");
    Completion completion = generator.complete(request, pacing.time().now());
    List<String> chunks = pacing.chunks(completion);
    var response = new GeneratedResponse(completion, request);
    if (request.isBackground()) {
      return background.create(response);
    }
    if (request.stream()) {
      var events = new ResponsesEvents(response, chunks);
      return new SimulatedResponse.EventStream(events, events.firstText(), chunks.size());
    }
    return SimulatedResponse.CompleteBody.json(200, response.complete())
        .withChunkIntervals(chunks.size());
  }

  /** Responds to a request for a response in the background, or to its cancellation. */
  SimulatedResponse respond(String method, String path) {
    return background.respond(method, path);
  }
}
