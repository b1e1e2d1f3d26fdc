package org.atomicagents.gemini;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.RequestContent;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.internal.provider.batch.BatchFormat;
import org.atomicagents.internal.provider.batch.BatchHttp;
import org.atomicagents.internal.provider.batch.BatchProtocol;
import org.atomicagents.internal.provider.batch.FileResults;
import org.atomicagents.internal.provider.batch.HttpBatchClient;
import org.atomicagents.internal.provider.batch.ItemReader;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchRequest;
import org.atomicagents.model.batch.BatchResults;
import org.atomicagents.model.batch.BatchStatus;
import tools.jackson.databind.JsonNode;

/**
 * The Batch API of Gemini, with requests and results in files of JSON lines, or inline if they are
 * few.
 *
 * <p>Sources: https://ai.google.dev/gemini-api/docs/batch-api, https://ai.google.dev/api/batch-api.
 *
 * @param client writes the requests
 * @param uploads uploads the requests that are too many for the body of a request
 * @param maxInlineBytes the maximum size of inline requests
 */
record GeminiBatches(
    GeminiEndpoint endpoint,
    GenerateContentClient client,
    BatchHttp http,
    GeminiUploads uploads,
    int maxInlineBytes)
    implements BatchFormat, BatchProtocol {
  private static final String JSON = "application/json";
  private static final String MODEL = "model";
  private static final String INLINE = "inlinedResponses";
  private static final int MAX_PAGES = 50;

  // At most 20 MB are accepted; the body has a few more bytes for each request.
  static final int MAX_INLINE_BYTES = 10_000_000;

  @Override
  public String provider() {
    return Gemini.PROVIDER;
  }

  @Override
  public String identity() {
    return endpoint.identity();
  }

  /** Returns a number that files of usual requests do not reach; no maximum is documented. */
  @Override
  public int maxRequests() {
    return 200_000;
  }

  @Override
  public long maxBytes() {
    return 2_000_000_000;
  }

  @Override
  public String separator() {
    return "\n";
  }

  @Override
  public byte[] write(BatchRequest request, RunContext context) {
    byte[] body = client.write(request.request(), context);
    return WireJson.writeObject(json -> {
      json.writeStringProperty("key", request.id());
      WireJson.writeField(json, "request", new String(body, StandardCharsets.UTF_8));
    });
  }

  /** Creates a batch, of inline requests if they are few, and returns its handle. */
  @Override
  public BatchHandle create(Requests requests, ModelRequest first, String key, RunContext call) {
    RequestContent lines = requests.between("", "");
    RequestContent body =
        lines.length() <= maxInlineBytes
            ? InlineRequests.of(lines, WireJson.quote(key))
            : fileBatch(uploads.upload(lines, key, call), key);
    URI uri = endpoint.action(first.model(), "batchGenerateContent");
    JsonNode batch = http.sendOnce(HttpRequest.post(uri, JSON, body), call);
    return handle(uploads.requireName(batch, "batch"), first.model());
  }

  private static RequestContent fileBatch(String file, String key) {
    return RequestContent.of(
        WireJson.writeObject(json -> {
          json.writeObjectPropertyStart("batch");
          json.writeStringProperty("displayName", key);
          json.writeObjectPropertyStart("inputConfig");
          json.writeStringProperty("fileName", file);
          json.writeEndObject();
          json.writeEndObject();
        }));
  }

  private BatchHandle handle(String name, String model) {
    return new BatchHandle(provider(), identity(), name, Map.of(MODEL, model));
  }

  @Override
  public BatchLookup find(String key, RunContext call) {
    String token = "";
    for (int page = 0; page < MAX_PAGES; page++) {
      JsonNode list = http.sendWithout(INLINE, HttpRequest.get(endpoint.batches(token)), call);
      for (JsonNode batch : list.path("operations")) {
        JsonNode metadata = batch.path("metadata");
        if (metadata.path("displayName").asString("").equals(key)) {
          String model = GeminiEndpoint.shortName(metadata.path(MODEL).asString(""));
          return new BatchLookup.Found(handle(uploads.requireName(batch, "batch"), model));
        }
      }
      token = list.path("nextPageToken").asString("");
      if (token.isEmpty()) {
        return new BatchLookup.Absent();
      }
    }
    return new BatchLookup.Unknown(
        "Look for a batch with the name %s among those of %s.".formatted(key, identity()));
  }

  @Override
  public BatchStatus status(BatchHandle batch, RunContext call) {
    return read(get(batch, call));
  }

  /** Returns the operation of a batch without its results. */
  private JsonNode get(BatchHandle batch, RunContext call) {
    return http.sendWithout(INLINE, HttpRequest.get(endpoint.batch(batch.id(), "")), call);
  }

  private BatchStatus read(JsonNode operation) {
    return new GeminiBatchStatus(operation, http.itemErrors()::redact).read();
  }

  @Override
  public BatchResults results(BatchHandle batch, RunContext call) {
    JsonNode operation = get(batch, call);
    HttpBatchClient.requireEnded(batch, read(operation));
    String file = operation.path("response").path("responsesFile").asString("");
    if (file.isEmpty()) {
      file = operation.path("metadata").path("output").path("responsesFile").asString("");
    }
    var reader =
        new GeminiBatchResults(
            new ItemReader(batch, http.itemErrors()), batch.details().getOrDefault(MODEL, ""));
    return file.isEmpty()
        ? FileResults.downloadArray(
            batch, reader, http, endpoint.batch(batch.id(), ""), INLINE, call)
        : FileResults.download(batch, reader, http, List.of(endpoint.download(file)), call);
  }

  @Override
  public HttpRequest cancellation(BatchHandle batch) {
    return HttpRequest.post(endpoint.batch(batch.id(), ":cancel"), JSON, new byte[0]);
  }
}
