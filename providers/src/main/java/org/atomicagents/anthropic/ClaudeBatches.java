package org.atomicagents.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.Endpoint;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.internal.provider.batch.BatchFormat;
import org.atomicagents.internal.provider.batch.BatchHttp;
import org.atomicagents.internal.provider.batch.BatchProtocol;
import org.atomicagents.internal.provider.batch.FileResults;
import org.atomicagents.internal.provider.batch.HttpBatchClient;
import org.atomicagents.internal.provider.batch.ItemReader;
import org.atomicagents.internal.provider.batch.StatusFields;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchRequest;
import org.atomicagents.model.batch.BatchResults;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchStatus.State;
import tools.jackson.databind.JsonNode;

/**
 * The Message Batches API, which accepts all requests in one body.
 *
 * <p>Sources: https://platform.claude.com/docs/en/build-with-claude/batch-processing,
 * https://platform.claude.com/docs/en/api/messages/batches.
 *
 * @param client writes the requests
 */
record ClaudeBatches(ClaudeClient client, String identity, BatchHttp http)
    implements BatchFormat, BatchProtocol {
  private static final String JSON = "application/json";
  private static final String MODEL = "model";

  @Override
  public String provider() {
    return Anthropic.PROVIDER;
  }

  @Override
  public int maxRequests() {
    return 100_000;
  }

  @Override
  public long maxBytes() {
    return 256_000_000;
  }

  @Override
  public String separator() {
    return ",";
  }

  @Override
  public byte[] write(BatchRequest request, RunContext context) {
    byte[] parameters = client.write(request.request(), context);
    return WireJson.writeObject(json -> {
      json.writeStringProperty("custom_id", request.id());
      WireJson.writeField(json, "params", new String(parameters, StandardCharsets.UTF_8));
    });
  }

  @Override
  public BatchHandle create(Requests requests, ModelRequest first, String key, RunContext call) {
    HttpRequest post =
        HttpRequest.post(client.batches(""), JSON, requests.between("{\"requests\":[", "]}"));
    JsonNode batch = http.sendOnce(client.withBetas(post), call);
    String id = batch.path("id").asString("");
    if (id.isEmpty()) {
      throw TransportException.of(
          "anthropic returned a batch without an id.\n(%s)\nCheck that the base URL points to Anthropic's Messages API."
              .formatted(identity),
          Stage.PROTOCOL,
          null);
    }
    return new BatchHandle(provider(), identity, id, Map.of(MODEL, first.model()));
  }

  /** Returns that it is unknown: a batch has neither a name nor metadata. */
  @Override
  public BatchLookup find(String key, RunContext call) {
    return new BatchLookup.Unknown(
        "Anthropic keeps no names of batches: compare the latest ones at"
            + " https://platform.claude.com/workspaces/default/batches.");
  }

  @Override
  public BatchStatus status(BatchHandle batch, RunContext call) {
    JsonNode object =
        http.send(client.withBetas(HttpRequest.get(client.batches("/" + path(batch)))), call);
    var fields = new StatusFields(object);
    var counts = new StatusFields(object.path("request_counts"));
    long succeeded = counts.count("succeeded");
    long expired = counts.count("expired");
    long cancelled = counts.count("canceled");
    long failed = counts.count("errored") + expired + cancelled;
    State state = state(fields, expired, cancelled);
    return new BatchStatus(
        state,
        counts.count("processing") + succeeded + failed,
        succeeded,
        failed,
        fields.time("created_at"),
        fields.time("expires_at"),
        state.isEnd() ? fields.time("ended_at") : null,
        "");
  }

  private static State state(StatusFields fields, long expired, long cancelled) {
    return switch (fields.text("processing_status")) {
      case "ended" ->
          cancelled > 0 ? State.CANCELLED : expired > 0 ? State.EXPIRED : State.COMPLETED;
      case "canceling" -> State.CANCELLING;
      default -> State.RUNNING;
    };
  }

  // The results have a URL in the object of the batch, which could be one of another server: the
  // key is sent to this one only.
  @Override
  public BatchResults results(BatchHandle batch, RunContext call) {
    HttpBatchClient.requireEnded(batch, status(batch, call));
    var reader =
        new ClaudeBatchResults(
            new ItemReader(batch, http.itemErrors()), batch.details().getOrDefault(MODEL, ""));
    return FileResults.download(
        batch, reader, http, List.of(client.batches("/" + path(batch) + "/results")), call);
  }

  @Override
  public HttpRequest cancellation(BatchHandle batch) {
    return client.withBetas(
        HttpRequest.post(client.batches("/" + path(batch) + "/cancel"), JSON, new byte[0]));
  }

  private static String path(BatchHandle batch) {
    return Endpoint.encode(batch.id());
  }
}
