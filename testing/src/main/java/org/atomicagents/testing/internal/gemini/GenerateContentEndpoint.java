package org.atomicagents.testing.internal.gemini;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.testing.internal.server.Completion;
import org.atomicagents.testing.internal.server.ErrorFormat;
import org.atomicagents.testing.internal.server.ProtocolEndpoint;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.atomicagents.testing.internal.server.ResponseSimulation;
import org.atomicagents.testing.internal.server.ServerJson;
import org.atomicagents.testing.internal.server.SimulatedResponse;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's generateContent, its streamed form, countTokens and the list of models. */
public final class GenerateContentEndpoint implements ProtocolEndpoint {
  private static final String MODELS = "/v1beta/models";
  // Also with the path of a gateway, a project or a publisher before the models.
  private static final Pattern CALL =
      Pattern.compile("/(?:[a-zA-Z0-9._-]{1,100}/){1,12}models/([^/:]{1,200}):([a-zA-Z]{1,40})");

  private final ResponseSimulation simulation;

  /** Creates an endpoint. */
  public GenerateContentEndpoint(ResponseSimulation simulation) {
    this.simulation = simulation;
  }

  @Override
  public String protocol() {
    return "Gemini generateContent";
  }

  @Override
  public boolean accepts(ReceivedRequest request) {
    return request.path().startsWith("/v1beta") || CALL.matcher(request.path()).matches();
  }

  @Override
  public ErrorFormat errors() {
    return GoogleErrors.INSTANCE;
  }

  /** Returns the header {@code x-goog-api-key}, the parameter {@code key} or the bearer token. */
  @Override
  public Optional<String> apiKey(ReceivedRequest request) {
    return request
        .header("x-goog-api-key")
        .or(() -> Optional.ofNullable(request.query().get("key")))
        .or(request::bearerToken);
  }

  @Override
  public SimulatedResponse respond(ReceivedRequest request, byte[] body) {
    String path = request.path();
    if (path.equals(MODELS)) {
      request.requireMethod("GET");
      return CompleteBody.json(200, modelList());
    }
    Matcher call = CALL.matcher(path);
    if (call.matches()) {
      request.requireMethod("POST");
      return respond(request, call.group(1), call.group(2), body);
    }
    if (path.startsWith(MODELS + "/")) {
      request.requireMethod("GET");
      return CompleteBody.json(200, model(path.substring(MODELS.length() + 1)));
    }
    throw GoogleErrors.notFound("Requested entity was not found.");
  }

  private SimulatedResponse respond(
      ReceivedRequest request, String model, String method, byte[] body) {
    return switch (method) {
      case "generateContent" -> {
        GeminiResponse response =
            generate(ServerJson.readRequest(body), model, UnaryOperator.identity());
        int chunks = simulation.chunks(response.completion()).size();
        yield CompleteBody.json(200, response.complete()).withChunkIntervals(chunks);
      }
      case "streamGenerateContent" ->
          stream(
              generate(ServerJson.readRequest(body), model, UnaryOperator.identity()),
              request.query().getOrDefault("alt", "json").equals("sse"));
      case "countTokens" -> CompleteBody.json(200, count(ServerJson.readRequest(body), model));
      default ->
          throw GoogleErrors.notFound(
              "models/%s is not found for API version v1beta, or is not supported for %s."
                  .formatted(model, method));
    };
  }

  private SimulatedResponse stream(GeminiResponse response, boolean isEvents) {
    List<ObjectNode> objects = response.stream(simulation.chunks(response.completion()));
    if (isEvents) {
      int first = response.firstText();
      return new SimulatedResponse.EventStream(
          new GeminiResponse.EventList(objects), first, objects.size() - 1 - first);
    }
    var array = JsonNodeFactory.instance.arrayNode();
    array.addAll(objects);
    return CompleteBody.json(200, array).withChunkIntervals(objects.size());
  }

  private GeminiResponse generate(JsonNode body, String model, UnaryOperator<Completion> change) {
    GeminiRequest request = parse(body, model);
    Completion completion = simulation.complete(request, change);
    return new GeminiResponse(completion, request);
  }

  private GeminiRequest parse(JsonNode body, String model) {
    requireModel(model, "generateContent");
    GeminiRequest request = GeminiRequest.of(body, model);
    request.requireSupported(simulation.modes());
    return request;
  }

  /**
   * Returns the response to a request in a batch.
   *
   * @param change changes the text of the completion; the arguments of a call are no text
   * @throws org.atomicagents.testing.internal.server.ApiError if the request is rejected
   */
  public ObjectNode respond(JsonNode body, String model, UnaryOperator<Completion> change) {
    return generate(
            body,
            model,
            completion -> completion.tool() == null ? change.apply(completion) : completion)
        .complete();
  }

  private ObjectNode count(JsonNode body, String model) {
    ObjectNode count = ProtoFields.normalized(body, "Count");
    JsonNode counted =
        count.has("generateContentRequest") ? count.get("generateContentRequest") : count;
    int tokens = parse(counted, model).promptTokens();
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("totalTokens", tokens);
    result
        .putArray("promptTokensDetails")
        .addObject()
        .put("modality", "TEXT")
        .put("tokenCount", tokens);
    return result;
  }

  /** Throws Google's error unless the model is available. */
  public void requireModel(String model, String method) {
    if (!simulation.models().has(model)) {
      throw GoogleErrors.notFound(
          "models/%s is not found for API version v1beta, or is not supported for %s. Call ModelService.ListModels to see the list of available models and their supported methods."
              .formatted(model, method));
    }
  }

  private ObjectNode modelList() {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    var data = list.putArray("models");
    simulation.models().listed().forEach(name -> data.add(model(name)));
    return list;
  }

  private ObjectNode model(String name) {
    if (!simulation.models().listed().contains(name)) {
      requireModel(name, "generateContent");
    }
    ObjectNode model =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "models/" + name)
            .put("version", "001")
            .put("displayName", name)
            .put("inputTokenLimit", 1_048_576)
            .put("outputTokenLimit", 65_536);
    model
        .putArray("supportedGenerationMethods")
        .add("generateContent")
        .add("countTokens")
        .add("batchGenerateContent");
    return model;
  }
}
