package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.function.UnaryOperator;
import org.atomicagents.testing.internal.generate.SimulatedProbabilities;
import tools.jackson.databind.JsonNode;

/** The endpoint {@code /v1/chat/completions}. */
public final class ChatEndpoint implements OpenAiProtocol {
  private static final String PATH = "/v1/chat/completions";

  private final ResponseSimulation simulation;

  /** Creates an endpoint. */
  public ChatEndpoint(ResponseSimulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public String protocol() {
    return "chat completions";
  }

  @Override
  public boolean accepts(ReceivedRequest request) {
    return request.path().equals(PATH);
  }

  @Override
  public SimulatedResponse respond(ReceivedRequest request, byte[] body) {
    request.requireMethod("POST");
    return respond(body);
  }

  private SimulatedResponse respond(byte[] body) {
    return respond(ChatRequest.parse(ServerJson.readRequest(body)), UnaryOperator.identity());
  }

  /**
   * Returns the response to a request in a batch.
   *
   * @param change changes the completion
   * @throws ApiError if the request is rejected
   */
  public String respond(JsonNode body, UnaryOperator<Completion> change) {
    return ((SimulatedResponse.CompleteBody) respond(ChatRequest.parse(body), change)).body();
  }

  private SimulatedResponse respond(ChatRequest request, UnaryOperator<Completion> change) {
    if (!simulation.models().has(request.model())) {
      throw ApiError.unknownModel(request.model());
    }
    simulation
        .modes()
        .requireSupported(
            request.tree(), request.tree().path("response_format"), "response_format");
    Completion completion = simulation.complete(request, change);
    List<String> chunks = simulation.chunks(completion);
    SimulatedProbabilities probabilities = request.probabilities();
    if (request.stream()) {
      return new SimulatedResponse.EventStream(
          new SseEvents(completion, chunks, probabilities, request.includeUsage()),
          1,
          chunks.size());
    }
    // A response that is not streamed takes as long as the streamed one.
    return SimulatedResponse.CompleteBody.json(200, completion.completeResponse(probabilities))
        .withChunkIntervals(chunks.size());
  }
}
