package org.atomicagents.testing.internal.messages;

import java.util.List;
import java.util.function.UnaryOperator;
import org.atomicagents.testing.internal.server.ApiError;
import org.atomicagents.testing.internal.server.Completion;
import org.atomicagents.testing.internal.server.ErrorFormat;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.atomicagents.testing.internal.server.ResponseSimulation;
import org.atomicagents.testing.internal.server.ServerJson;
import org.atomicagents.testing.internal.server.SimulatedResponse;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's Messages API, with its list of models. */
public final class MessagesEndpoint implements AnthropicProtocol {
  private static final String PATH = "/v1/messages";
  private static final String COUNT = PATH + "/count_tokens";
  private static final String MODELS = "/v1/models";

  private final ResponseSimulation simulation;
  private final PromptCache cache = new PromptCache();
  private final AnthropicErrors errors;

  /** Creates an endpoint. */
  public MessagesEndpoint(ResponseSimulation simulation) {
    this.simulation = simulation;
    this.errors = new AnthropicErrors(simulation.time());
  }

  @Override
  public String protocol() {
    return "Anthropic Messages";
  }

  /** Returns whether the path is one of messages, or of models with one of Anthropic's headers. */
  @Override
  public boolean accepts(ReceivedRequest request) {
    String path = request.path();
    boolean isModels = path.equals(MODELS) || path.startsWith(MODELS + "/");
    return path.equals(PATH)
        || path.startsWith(PATH + "/")
        || (isModels
            && (request.header(VERSION).isPresent() || request.header("x-api-key").isPresent()));
  }

  @Override
  public ErrorFormat errors() {
    return errors;
  }

  @Override
  public SimulatedResponse respond(ReceivedRequest request, byte[] body) {
    String path = request.path();
    if (path.equals(PATH) || path.equals(COUNT)) {
      request.requireMethod("POST");
      AnthropicProtocol.requireVersion(request);
      JsonNode tree = ServerJson.readRequest(body);
      boolean isBeta = AnthropicProtocol.isBeta(request);
      return path.equals(COUNT)
          ? CompleteBody.json(200, count(parse(tree, true, isBeta)))
          : respond(parse(tree, false, isBeta));
    }
    if (path.equals(MODELS)) {
      request.requireMethod("GET");
      return CompleteBody.json(200, modelList());
    }
    if (path.startsWith(MODELS + "/")) {
      request.requireMethod("GET");
      return CompleteBody.json(200, model(path.substring(MODELS.length() + 1)));
    }
    throw AnthropicErrors.notFound("Not found");
  }

  private ClaudeRequest parse(JsonNode tree, boolean isCount, boolean isBeta) {
    ClaudeRequest request = ClaudeRequest.of(tree, isCount, isBeta);
    requireModel(request.model());
    request.requireSupported(simulation.modes());
    return request;
  }

  private SimulatedResponse respond(ClaudeRequest request) {
    ClaudeResponse response = generate(request, UnaryOperator.identity());
    List<String> chunks = simulation.chunks(response.completion());
    if (request.stream()) {
      return new ClaudeEvents(response, chunks).toStream();
    }
    return CompleteBody.json(200, response.complete()).withChunkIntervals(chunks.size());
  }

  private ClaudeResponse generate(ClaudeRequest request, UnaryOperator<Completion> change) {
    Completion completion = simulation.complete(request, change);
    return new ClaudeResponse(
        completion, request, cache.use(request.model(), request.blocks(), simulation.time().now()));
  }

  /**
   * Returns the message for the parameters of a request in a batch.
   *
   * @param change changes the text of the completion; the input of a call is no text
   * @throws ApiError if the request is rejected
   */
  public ObjectNode respond(JsonNode parameters, boolean isBeta, UnaryOperator<Completion> change) {
    return generate(
            parse(parameters, false, isBeta),
            completion -> completion.tool() == null ? change.apply(completion) : completion)
        .complete();
  }

  private static ObjectNode count(ClaudeRequest request) {
    return JsonNodeFactory.instance.objectNode().put("input_tokens", request.promptTokens());
  }

  private void requireModel(String model) {
    if (!simulation.models().has(model)) {
      throw AnthropicErrors.notFound("model: " + model);
    }
  }

  private ObjectNode modelList() {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    var data = list.putArray("data");
    simulation.models().listed().forEach(name -> data.add(model(name)));
    return list.put("has_more", false)
        .put("first_id", simulation.models().listed().getFirst())
        .put("last_id", simulation.models().listed().getLast());
  }

  private ObjectNode model(String name) {
    if (!simulation.models().listed().contains(name)) {
      requireModel(name);
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "model")
        .put("id", name)
        .put("display_name", name)
        .put("created_at", "1970-01-01T00:00:00Z");
  }
}
