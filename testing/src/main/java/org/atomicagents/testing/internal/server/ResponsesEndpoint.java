package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** The endpoint {@code /v1/responses}. */
public final class ResponsesEndpoint implements OpenAiProtocol {
  private static final String PATH = "/v1/responses";

  private final ResponseGenerator generator;
  private final ResponsePacing pacing;
  private final AvailableModels models;
  private final SupportedModes modes;
  private final BackgroundResponses background = new BackgroundResponses();

  /** Creates an endpoint. */
  public ResponsesEndpoint(
      ResponseGenerator generator,
      ResponsePacing pacing,
      AvailableModels models,
      SupportedModes modes) {
    this.generator = generator;
    this.pacing = pacing;
    this.models = models;
    this.modes = modes;
  }

  @Override
  public String protocol() {
    return "Responses";
  }

  @Override
  public boolean accepts(ReceivedRequest request) {
    return request.path().equals(PATH) || request.path().startsWith(PATH + "/");
  }

  @Override
  public SimulatedResponse respond(ReceivedRequest request, byte[] body) {
    if (!request.path().equals(PATH)) {
      return background.respond(request.method(), request.path().substring(PATH.length() + 1));
    }
    request.requireMethod("POST");
    return respond(body);
  }

  private SimulatedResponse respond(byte[] body) {
    return respond(ResponsesRequest.parse(ServerJson.readRequest(body)), UnaryOperator.identity());
  }

  /**
   * Returns the response to a request in a batch.
   *
   * @param change changes the completion
   * @throws ApiError if the request is rejected
   */
  public String respond(JsonNode body, UnaryOperator<Completion> change) {
    return ((SimulatedResponse.CompleteBody) respond(ResponsesRequest.parse(body), change)).body();
  }

  private SimulatedResponse respond(ResponsesRequest request, UnaryOperator<Completion> change) {
    if (!models.has(request.model())) {
      throw ApiError.unknownModel(request.model());
    }
    modes.requireSupported(
        request.tree(), request.tree().path("text").path("format"), "text.format");
    Completion completion = change.apply(generator.complete(request, pacing.time().now()));
    List<String> chunks = pacing.chunks(completion);
    var response = new GeneratedResponse(completion, request, request.probabilities());
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
}
