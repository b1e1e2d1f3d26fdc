package org.atomicagents.testing.internal.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.atomicagents.testing.internal.messages.AnthropicErrors;
import org.atomicagents.testing.internal.messages.AnthropicProtocol;
import org.atomicagents.testing.internal.messages.MessagesEndpoint;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.atomicagents.testing.internal.server.BatchSimulation;
import org.atomicagents.testing.internal.server.ErrorFormat;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.atomicagents.testing.internal.server.ServerJson;
import org.atomicagents.testing.internal.server.SimulatedResponse;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's Message Batches.
 *
 * <p>Source: <a href="https://platform.claude.com/docs/en/api/creating-message-batches">Message
 * Batches</a>.
 */
public final class MessageBatchesEndpoint implements AnthropicProtocol {
  private static final String PATH = "/v1/messages/batches";
  private static final String CANCEL = "/cancel";
  private static final String RESULTS = "/results";
  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final int MAX_REQUESTS = 100_000;

  private final MessagesEndpoint messages;
  private final BatchSimulation settings;
  private final TimeSource time;
  private final ObjectStore<SimulatedBatch> batches = new ObjectStore<>("msgbatch_");

  /** Creates an endpoint. */
  public MessageBatchesEndpoint(
      MessagesEndpoint messages, BatchSimulation settings, TimeSource time) {
    this.messages = messages;
    this.settings = settings;
    this.time = time;
  }

  @Override
  public String protocol() {
    return "Anthropic Message Batches";
  }

  @Override
  public boolean accepts(ReceivedRequest request) {
    return request.path().equals(PATH) || request.path().startsWith(PATH + "/");
  }

  @Override
  public ErrorFormat errors() {
    return messages.errors();
  }

  @Override
  public SimulatedResponse respond(ReceivedRequest request, byte[] body) {
    AnthropicProtocol.requireVersion(request);
    String path = request.path();
    if (path.equals(PATH)) {
      if (request.method().equals("GET")) {
        return CompleteBody.json(200, list(request));
      }
      request.requireMethod("POST");
      return CompleteBody.json(200, create(request, ServerJson.readRequest(body)));
    }
    String id = path.substring(PATH.length() + 1);
    if (id.endsWith(CANCEL)) {
      request.requireMethod("POST");
      return CompleteBody.json(200, cancel(require(withoutEnd(id, CANCEL)), request));
    }
    if (id.endsWith(RESULTS)) {
      request.requireMethod("GET");
      return results(require(withoutEnd(id, RESULTS)));
    }
    SimulatedBatch batch = require(id);
    if (request.method().equals("DELETE")) {
      return CompleteBody.json(200, delete(batch));
    }
    request.requireMethod("GET");
    return CompleteBody.json(200, json(batch, batch.poll(), request));
  }

  private static String withoutEnd(String text, String end) {
    return text.substring(0, text.length() - end.length());
  }

  private ObjectNode create(ReceivedRequest request, JsonNode body) {
    JsonNode requests = body.path("requests");
    if (!body.has("requests")) {
      throw AnthropicErrors.invalid("requests", "Field required");
    }
    if (!requests.isArray() || requests.isEmpty() || requests.size() > MAX_REQUESTS) {
      throw AnthropicErrors.invalid("requests", "List should have 1 to " + MAX_REQUESTS + " items");
    }
    boolean isBeta = AnthropicProtocol.isBeta(request);
    var processor =
        new ItemProcessor(
            (parameters, change) ->
                ServerJson.text(messages.respond(notStreamed(parameters), isBeta, change)),
            settings);
    List<SubmittedItem> items = items(requests);
    SimulatedBatch batch = batches.add(id -> new SimulatedBatch(id, items, processor, time));
    return json(batch, SimulatedBatch.Phase.CREATED, request);
  }

  private static JsonNode notStreamed(JsonNode parameters) {
    if (parameters.path("stream").asBoolean(false)) {
      throw AnthropicErrors.invalid("stream", "Streaming is not supported in a batch");
    }
    return parameters;
  }

  private static List<SubmittedItem> items(JsonNode requests) {
    var items = new ArrayList<SubmittedItem>();
    var keys = new HashSet<String>();
    for (int i = 0; i < requests.size(); i++) {
      JsonNode item = requests.get(i);
      String key = item.path("custom_id").asString("");
      if (!KEY.matcher(key).matches()) {
        throw AnthropicErrors.invalid(
            "requests." + i + ".custom_id", "String should match pattern '^" + KEY + "$'");
      }
      if (!keys.add(key)) {
        throw AnthropicErrors.invalid(
            "requests." + i + ".custom_id", "custom_id must be unique: " + key);
      }
      if (!item.path("params").isObject()) {
        throw AnthropicErrors.invalid("requests." + i + ".params", "Field required");
      }
      items.add(new SubmittedItem(key, item.get("params")));
    }
    return items;
  }

  private ObjectNode cancel(SimulatedBatch batch, ReceivedRequest request) {
    SimulatedBatch.Phase phase = batch.cancel();
    if (phase.isEnd()) {
      throw AnthropicErrors.invalid(
          "Batch %s cannot be canceled because it has already ended.".formatted(batch.id()));
    }
    return json(batch, phase, request);
  }

  private ObjectNode delete(SimulatedBatch batch) {
    if (!batch.phase().isEnd()) {
      throw AnthropicErrors.invalid(
          "Batch %s cannot be deleted while it is in progress.".formatted(batch.id()));
    }
    batches.remove(batch.id());
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", batch.id())
        .put("type", "message_batch_deleted");
  }

  private ObjectNode list(ReceivedRequest request) {
    var page = ListPage.of(batches.newestFirst(), SimulatedBatch::id, request, "after_id");
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    var data = list.putArray("data");
    page.items().forEach(batch -> data.add(json(batch, batch.phase(), request)));
    return list.put("has_more", page.hasMore())
        .put("first_id", page.firstId())
        .put("last_id", page.lastId());
  }

  private static ObjectNode json(
      SimulatedBatch batch, SimulatedBatch.Phase phase, ReceivedRequest request) {
    boolean isEnd = phase.isEnd();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", batch.id())
            .put("type", "message_batch")
            .put(
                "processing_status",
                isEnd
                    ? "ended"
                    : phase == SimulatedBatch.Phase.CANCELING ? "canceling" : "in_progress");
    boolean hasFailed = phase == SimulatedBatch.Phase.FAILED;
    json.putObject("request_counts")
        .put("processing", isEnd ? 0 : batch.items().size())
        .put("succeeded", batch.count(ItemOutcome.Responded.class))
        .put("errored", hasFailed ? batch.items().size() : batch.count(ItemOutcome.Rejected.class))
        .put("canceled", hasFailed ? 0 : batch.count(ItemOutcome.Unprocessed.CANCELED))
        .put("expired", batch.count(ItemOutcome.Unprocessed.EXPIRED));
    return json.put("ended_at", text(batch.ended()))
        .put("created_at", text(batch.created()))
        .put("expires_at", text(batch.expires()))
        .putNull("archived_at")
        .put("cancel_initiated_at", text(batch.canceled()))
        .put("results_url", isEnd ? request.origin() + PATH + "/" + batch.id() + RESULTS : null);
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static SimulatedResponse results(SimulatedBatch batch) {
    if (!batch.phase().isEnd()) {
      throw AnthropicErrors.notFound(
          "Batch %s has no available results: it has not ended.".formatted(batch.id()));
    }
    var lines = new StringBuilder();
    for (int i : ResultOrder.of(batch.id(), batch.items().size())) {
      ObjectNode line =
          JsonNodeFactory.instance.objectNode().put("custom_id", batch.items().get(i).key());
      line.set("result", result(batch, batch.outcomes().get(i)));
      lines.append(ServerJson.text(line)).append('\n');
    }
    return new CompleteBody(
        200, Map.of("content-type", "application/x-jsonl"), lines.toString(), 0);
  }

  private static ObjectNode result(SimulatedBatch batch, ItemOutcome outcome) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    String failure = batch.failure();
    if (failure != null) {
      return result
          .put("type", "errored")
          .set("error", AnthropicErrors.body(ErrorDetails.of(500, failure)));
    }
    return switch (outcome) {
      case ItemOutcome.Responded responded ->
          result.put("type", "succeeded").set("message", ServerJson.read(responded.body()));
      case ItemOutcome.Rejected rejected ->
          result.put("type", "errored").set("error", AnthropicErrors.body(rejected.error()));
      case ItemOutcome.Unprocessed.EXPIRED -> result.put("type", "expired");
      case ItemOutcome.Unprocessed.CANCELED -> result.put("type", "canceled");
    };
  }

  private SimulatedBatch require(String id) {
    SimulatedBatch batch = batches.get(id);
    if (batch == null) {
      throw AnthropicErrors.notFound("Batch not found: " + id);
    }
    return batch;
  }
}
