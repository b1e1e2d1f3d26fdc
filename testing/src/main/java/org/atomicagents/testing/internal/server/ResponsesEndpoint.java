package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** The endpoint {@code /v1/responses}. */
public final class ResponsesEndpoint implements OpenAiProtocol {
  private static final String PATH = "/v1/responses";

  private final ResponseSimulation simulation;
  private final BackgroundResponses background = new BackgroundResponses();

  /** Creates an endpoint. */
  public ResponsesEndpoint(ResponseSimulation simulation) {
    this.simulation = simulation;
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
    if (!simulation.models().has(request.model())) {
      throw ApiError.unknownModel(request.model());
    }
    simulation
        .modes()
        .requireSupported(
            request.tree(), request.tree().path("text").path("format"), "text.format");
    Completion completion = simulation.complete(request, change);
    List<String> chunks = simulation.chunks(completion);
    var response = new GeneratedResponse(completion, request, request.probabilities());
    if (request.isBackground()) {
      return background.create(response);
    }
    if (request.stream()) {
      return new ResponsesEvents(response, chunks).toStream();
    }
    return SimulatedResponse.CompleteBody.json(200, response.complete())
        .withChunkIntervals(chunks.size());
  }
}
