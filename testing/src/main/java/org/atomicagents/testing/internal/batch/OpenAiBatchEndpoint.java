package org.atomicagents.testing.internal.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.testing.internal.server.ApiError;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.atomicagents.testing.internal.server.BatchSimulation;
import org.atomicagents.testing.internal.server.ChatEndpoint;
import org.atomicagents.testing.internal.server.OpenAiProtocol;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.atomicagents.testing.internal.server.ResponsesEndpoint;
import org.atomicagents.testing.internal.server.ServerJson;
import org.atomicagents.testing.internal.server.SimulatedResponse;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's Batch API, with its files.
 *
 * <p>Source: <a href="https://platform.openai.com/docs/api-reference/batch">Batch</a>.
 */
public final class OpenAiBatchEndpoint implements OpenAiProtocol {
  private static final String PATH = "/v1/batches";
  private static final String CANCEL = "/cancel";

  private final Map<String, ItemResponder> responders;
  private final BatchSimulation settings;
  private final TimeSource time;
  private final OpenAiFiles files;
  private final ObjectStore<OpenAiBatch> batches = new ObjectStore<>("batch_");

  /** Creates an endpoint for batches of chat completions and responses. */
  public OpenAiBatchEndpoint(
      ChatEndpoint chat, ResponsesEndpoint responses, BatchSimulation settings, TimeSource time) {
    this.responders =
        Map.of(
            "/v1/chat/completions",
            (body, change) -> chat.respond(withoutStream(body), change),
            "/v1/responses",
            (body, change) -> responses.respond(withoutStream(body), change));
    this.settings = settings;
    this.time = time;
    this.files = new OpenAiFiles(time);
  }

  private static JsonNode withoutStream(JsonNode body) {
    for (String name : List.of("stream", "background")) {
      if (body.path(name).asBoolean(false)) {
        throw rejected("'" + name + "' is not supported in a batch.", name);
      }
    }
    return body;
  }

  @Override
  public String protocol() {
    return "OpenAI Batch";
  }

  @Override
  public boolean accepts(ReceivedRequest request) {
    String path = request.path();
    return path.equals(PATH)
        || path.startsWith(PATH + "/")
        || path.equals(OpenAiFiles.PATH)
        || path.startsWith(OpenAiFiles.PATH + "/");
  }

  @Override
  public SimulatedResponse respond(ReceivedRequest request, byte[] body) {
    String path = request.path();
    if (!path.startsWith(PATH)) {
      return files.respond(request, body);
    }
    if (path.equals(PATH)) {
      if (request.method().equals("GET")) {
        return CompleteBody.json(200, list(request));
      }
      request.requireMethod("POST");
      return CompleteBody.json(200, create(ServerJson.readRequest(body)));
    }
    String id = path.substring(PATH.length() + 1);
    if (id.endsWith(CANCEL)) {
      request.requireMethod("POST");
      return CompleteBody.json(200, cancel(id.substring(0, id.length() - CANCEL.length())));
    }
    request.requireMethod("GET");
    OpenAiBatch batch = require(id);
    return CompleteBody.json(200, batch.json(batch.batch().poll(), files));
  }

  private ObjectNode create(JsonNode request) {
    String endpoint = text(request, "endpoint");
    ItemResponder responder = responders.get(endpoint);
    if (responder == null) {
      throw rejected(
          "Invalid value: '%s'. Supported values are: '/v1/chat/completions' and '/v1/responses'."
              .formatted(endpoint),
          "endpoint");
    }
    if (!text(request, "completion_window").equals("24h")) {
      throw rejected(
          "Invalid value: '%s'. Supported values are: '24h'."
              .formatted(text(request, "completion_window")),
          "completion_window");
    }
    OpenAiFiles.StoredFile input = files.require(text(request, "input_file_id"));
    if (!input.purpose().equals("batch")) {
      throw rejected("Invalid file purpose: expected 'batch'.", "input_file_id");
    }
    var errors = new ArrayList<OpenAiBatch.LineError>();
    List<SubmittedItem> items = OpenAiBatch.items(input.content(), endpoint, errors);
    var processor = new ItemProcessor(responder, settings);
    OpenAiBatch batch =
        batches.add(id ->
            new OpenAiBatch(
                new SimulatedBatch(id, errors.isEmpty() ? items : List.of(), processor, time),
                request,
                List.copyOf(errors),
                new OpenAiBatch.OutputFiles()));
    return batch.json(SimulatedBatch.Phase.CREATED, files);
  }

  private ObjectNode cancel(String id) {
    OpenAiBatch batch = require(id);
    SimulatedBatch.Phase phase = batch.batch().cancel();
    if (phase.isEnd()) {
      throw rejected("Cannot cancel a batch with status '" + batch.status(phase) + "'.", null);
    }
    return batch.json(phase, files);
  }

  private ObjectNode list(ReceivedRequest request) {
    List<OpenAiBatch> all = batches.newestFirst();
    var page = ListPage.of(all, b -> b.batch().id(), request, "after");
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
    var data = list.putArray("data");
    page.items().forEach(b -> data.add(b.json(b.batch().phase(), files)));
    return list.put("first_id", page.firstId())
        .put("last_id", page.lastId())
        .put("has_more", page.hasMore());
  }

  private OpenAiBatch require(String id) {
    OpenAiBatch batch = batches.get(id);
    if (batch == null) {
      throw ApiError.of(
          new ErrorDetails(
              404, "No batch found with id '" + id + "'.", "invalid_request_error", null, null));
    }
    return batch;
  }

  private static String text(JsonNode request, String name) {
    if (!request.path(name).isString()) {
      throw rejected("Missing required parameter: '" + name + "'.", name);
    }
    return request.get(name).stringValue();
  }

  private static ApiError rejected(String message, @Nullable String parameter) {
    return ApiError.of(new ErrorDetails(400, message, "invalid_request_error", parameter, null));
  }
}
