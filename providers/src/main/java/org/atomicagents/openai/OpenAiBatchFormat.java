package org.atomicagents.openai;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.MultipartContent;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.internal.provider.batch.BatchFormat;
import org.atomicagents.internal.provider.batch.BatchHttp;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The input of OpenAI's batches: a file of JSON lines, each with a request of the same model.
 *
 * <p>Source: https://platform.openai.com/docs/api-reference/batch/request-input.
 *
 * @param responses the options of the Responses API; null for the protocol that each model needs
 */
record OpenAiBatchFormat(
    String provider,
    OpenAiEndpoint endpoint,
    BatchHttp http,
    FamilyLookup families,
    @Nullable ResponsesOptions responses)
    implements BatchFormat {
  static final String KEY = "atomic_agents_key";
  static final String MODEL = "atomic_agents_model";

  @Override
  public int maxRequests() {
    return 50_000;
  }

  @Override
  public long maxBytes() {
    return 200_000_000;
  }

  @Override
  public String separator() {
    return "\n";
  }

  @Override
  public byte[] write(BatchRequest request, RunContext context) {
    BatchEndpoint protocol = protocol(request.request());
    byte[] body = body(protocol, request.request(), context);
    return WireJson.writeObject(json -> {
      json.writeStringProperty("custom_id", request.id());
      json.writeStringProperty("method", "POST");
      json.writeStringProperty("url", protocol.path());
      WireJson.writeField(json, "body", new String(body, StandardCharsets.UTF_8));
    });
  }

  private byte[] body(BatchEndpoint protocol, ModelRequest request, RunContext context) {
    return switch (protocol) {
      case CHAT -> RequestWriter.of(OpenAi.CHECK.apply(request, context), provider);
      case RESPONSES ->
          ResponsesRequestWriter.of(
              ResponsesClient.CHECK.apply(request, context),
              provider,
              responses == null ? ResponsesOptions.ofDefaults() : responses);
    };
  }

  private BatchEndpoint protocol(ModelRequest request) {
    return responses != null || families.protocol(request.model()).equals(FamilyLookup.RESPONSES)
        ? BatchEndpoint.RESPONSES
        : BatchEndpoint.CHAT;
  }

  @Override
  public BatchHandle create(Requests requests, ModelRequest first, String key, RunContext call) {
    var form =
        MultipartContent.of(
            Map.of("purpose", "batch"),
            key + ".jsonl",
            "application/jsonl",
            requests.between("", "\n"));
    // A file that is uploaded twice costs nothing.
    JsonNode file = http.send(HttpRequest.post(endpoint.files(), form.contentType(), form), call);
    BatchEndpoint protocol = protocol(first);
    byte[] body = batchBody(requireId(file, "file"), protocol, first.model(), key);
    JsonNode batch =
        http.sendOnce(HttpRequest.post(endpoint.batches(), "application/json", body), call);
    return new BatchHandle(
        provider, endpoint.identity(), requireId(batch, "batch"), protocol.details(first.model()));
  }

  private static byte[] batchBody(String file, BatchEndpoint protocol, String model, String key) {
    return WireJson.writeObject(json -> {
      json.writeStringProperty("input_file_id", file);
      json.writeStringProperty("endpoint", protocol.path());
      json.writeStringProperty("completion_window", "24h");
      json.writeObjectPropertyStart("metadata");
      json.writeStringProperty(KEY, key);
      json.writeStringProperty(MODEL, model);
      json.writeEndObject();
    });
  }

  private String requireId(JsonNode object, String type) {
    String id = object.path("id").asString("");
    if (id.isEmpty()) {
      throw TransportException.of(
          "%s returned a %s without an id.\n(%s)\nCheck that the base URL points to an API with batches."
              .formatted(provider, type, endpoint.identity()),
          Stage.PROTOCOL,
          null);
    }
    return id;
  }
}
