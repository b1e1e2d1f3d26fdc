package org.atomicagents.openai;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.batch.BatchHttp;
import org.atomicagents.internal.provider.batch.BatchProtocol;
import org.atomicagents.internal.provider.batch.FileResults;
import org.atomicagents.internal.provider.batch.HttpBatchClient;
import org.atomicagents.internal.provider.batch.ItemReader;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchResults;
import org.atomicagents.model.batch.BatchStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The requests for the batches of OpenAI, and of services that implement its batch API.
 *
 * <p>Thread-safe. Source: https://platform.openai.com/docs/api-reference/batch.
 */
final class OpenAiBatches implements BatchProtocol {
  private static final List<String> PRESETS = List.of("openai", "azure", "groq");
  private static final int PAGE_SIZE = 100;
  private static final int MAX_PAGES = 50;

  private final OpenAiBatchFormat format;
  private final OpenAiEndpoint endpoint;
  private final BatchHttp http;

  private OpenAiBatches(OpenAiBatchFormat format) {
    this.format = format;
    this.endpoint = format.endpoint();
    this.http = format.http();
  }

  /**
   * Returns a client.
   *
   * @throws ConfigurationException if the provider is known to have no batch API, or another one
   */
  static BatchClient client(Provider provider, OpenAiBatchFormat format) {
    requireSupported(provider);
    return new HttpBatchClient(format, new OpenAiBatches(format), format.http());
  }

  private static void requireSupported(Provider provider) {
    boolean isPreset = Provider.find(provider.id()).isPresent();
    if (isPreset && !PRESETS.contains(provider.id())) {
      throw ConfigurationException.of(
          "%s has no batch API that is compatible with that of OpenAI.\nSend the requests live, or use one of %s or the clients Anthropic and Gemini."
              .formatted(provider.name(), PRESETS));
    }
  }

  @Override
  public String provider() {
    return format.provider();
  }

  @Override
  public String identity() {
    return endpoint.identity();
  }

  @Override
  public BatchLookup find(String key, RunContext call) {
    String after = "";
    for (int page = 0; page < MAX_PAGES; page++) {
      JsonNode list = http.send(HttpRequest.get(endpoint.batchPage(PAGE_SIZE, after)), call);
      JsonNode batches = list.path("data");
      if (!batches.isArray()) {
        // A gateway that cannot list batches: to take a batch for absent would submit it twice.
        break;
      }
      for (JsonNode batch : batches) {
        after = batch.path("id").asString("");
        if (batch.path("metadata").path(OpenAiBatchFormat.KEY).asString("").equals(key)) {
          return new BatchLookup.Found(handle(batch));
        }
      }
      if (!list.path("has_more").asBoolean(false) || batches.isEmpty()) {
        return new BatchLookup.Absent();
      }
    }
    return new BatchLookup.Unknown(
        "Look for a batch with the metadata %s=%s among those of %s."
            .formatted(OpenAiBatchFormat.KEY, key, identity()));
  }

  private BatchHandle handle(JsonNode batch) {
    String model = batch.path("metadata").path(OpenAiBatchFormat.MODEL).asString("");
    Map<String, String> details =
        Map.of("endpoint", batch.path("endpoint").asString(""), "model", model);
    return new BatchHandle(provider(), identity(), batch.path("id").asString(""), details);
  }

  @Override
  public BatchStatus status(BatchHandle batch, RunContext call) {
    return read(get(batch, call));
  }

  private JsonNode get(BatchHandle batch, RunContext call) {
    return http.send(HttpRequest.get(endpoint.batch(batch.id(), "")), call);
  }

  private BatchStatus read(JsonNode batch) {
    return new OpenAiBatchStatus(batch, http.itemErrors()::redact).read();
  }

  @Override
  public BatchResults results(BatchHandle batch, RunContext call) {
    // A user who has looked up a batch in doubt adds its id to the reference, without details.
    boolean isKnown = !batch.details().isEmpty();
    @Nullable BatchEndpoint known = isKnown ? BatchEndpoint.of(batch) : null;
    JsonNode object = get(batch, call);
    HttpBatchClient.requireEnded(batch, read(object));
    BatchHandle complete = isKnown ? batch : handle(object);
    BatchEndpoint protocol = known == null ? BatchEndpoint.of(complete) : known;
    var files = new ArrayList<URI>();
    for (String field : new String[] {"output_file_id", "error_file_id"}) {
      String file = object.path(field).asString("");
      if (!file.isEmpty()) {
        files.add(endpoint.fileContent(file));
      }
    }
    var reader =
        new OpenAiBatchResults(
            new ItemReader(batch, http.itemErrors()),
            protocol,
            complete.details().getOrDefault("model", ""),
            provider());
    return FileResults.download(batch, reader, http, files, call);
  }

  @Override
  public HttpRequest cancellation(BatchHandle batch) {
    return HttpRequest.post(endpoint.batch(batch.id(), "/cancel"), "application/json", new byte[0]);
  }
}
