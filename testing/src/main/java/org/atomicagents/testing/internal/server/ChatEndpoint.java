package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.function.UnaryOperator;
import org.atomicagents.testing.internal.generate.SimulatedProbabilities;
import tools.jackson.databind.JsonNode;

/** The endpoint {@code /v1/chat/completions}. */
public final class ChatEndpoint implements OpenAiProtocol {
  private static final String PATH = "/v1/chat/completions";

  private final ResponseGenerator generator;
  private final ResponsePacing pacing;
  private final AvailableModels models;
  private final SupportedModes modes;

  /** Creates an endpoint. */
  public ChatEndpoint(
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
    if (!models.has(request.model())) {
      throw ApiError.unknownModel(request.model());
    }
    modes.requireSupported(
        request.tree(), request.tree().path("response_format"), "response_format");
    Completion completion = change.apply(generator.complete(request, pacing.time().now()));
    List<String> chunks = pacing.chunks(completion);
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
