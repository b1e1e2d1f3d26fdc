package org.atomicagents.openai;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.internal.provider.batch.BatchHandles;
import org.atomicagents.internal.provider.batch.BatchHttp;
import org.atomicagents.internal.provider.batch.FileResults;
import org.atomicagents.internal.provider.batch.FileUpload;
import org.atomicagents.internal.provider.batch.ItemReader;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchLookup;
import org.atomicagents.model.batch.BatchResults;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchUpload;
import tools.jackson.databind.JsonNode;

/**
 * A client of OpenAI's batch API, and of services that implement it.
 *
 * <p>Thread-safe. Source: https://platform.openai.com/docs/api-reference/batch.
 */
final class OpenAiBatches implements BatchClient {
  private static final List<String> PRESETS = List.of("openai", "azure", "groq");
  private static final int PAGE_SIZE = 100;
  private static final int MAX_PAGES = 50;

  private final OpenAiBatchFormat format;
  private final OpenAiEndpoint endpoint;
  private final BatchHttp http;

  OpenAiBatches(OpenAiBatchFormat format) {
    this.format = format;
    this.endpoint = format.endpoint();
    this.http = format.http();
  }

  /**
   * Checks that a provider is not known to have no batch API, or another one.
   *
   * @throws ConfigurationException if it is
   */
  static void requireSupported(Provider provider) {
    boolean isPreset = Provider.find(provider.id()).isPresent();
    if (isPreset && !PRESETS.contains(provider.id())) {
      throw ConfigurationException.of(
          "%s has no batch API that is compatible with that of OpenAI.\nSend the requests live, or use one of %s."
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
  public int maxRequests() {
    return format.maxRequests();
  }

  @Override
  public long maxBytes() {
    return format.maxBytes();
  }

  @Override
  public BatchUpload upload(String key, RunContext context) {
    return new FileUpload(format, key, context);
  }

  @Override
  public BatchLookup find(String key, Duration timeout) {
    RunContext call = ProviderHttpClient.standaloneCall(timeout);
    String after = "";
    for (int page = 0; page < MAX_PAGES; page++) {
      JsonNode list = http.send(HttpRequest.get(endpoint.batchPage(PAGE_SIZE, after)), call);
      JsonNode batches = list.path("data");
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
  public BatchStatus status(BatchHandle batch, Duration timeout) {
    return read(get(batch, ProviderHttpClient.standaloneCall(timeout)));
  }

  private JsonNode get(BatchHandle batch, RunContext call) {
    BatchHandles.requireOwn(batch, this);
    return http.send(HttpRequest.get(endpoint.batch(batch.id(), "")), call);
  }

  private BatchStatus read(JsonNode batch) {
    return new OpenAiBatchStatus(batch, http.itemErrors()::redact).read();
  }

  @Override
  public BatchResults results(BatchHandle batch, Duration timeout) {
    BatchEndpoint protocol = BatchEndpoint.of(batch);
    RunContext call = ProviderHttpClient.standaloneCall(timeout);
    JsonNode object = get(batch, call);
    BatchHandles.requireEnded(batch, read(object));
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
            batch.details().getOrDefault("model", ""),
            provider());
    return FileResults.download(batch, reader, http, files, call);
  }

  @Override
  public void cancel(BatchHandle batch, Duration timeout) {
    RunContext call = ProviderHttpClient.standaloneCall(timeout);
    if (!mayCancel(batch, call)) {
      return;
    }
    try {
      http.send(
          HttpRequest.post(endpoint.batch(batch.id(), "/cancel"), "application/json", new byte[0]),
          call);
    } catch (AgentException e) {
      // A batch that has ended meanwhile cannot be cancelled.
      if (mayCancel(batch, call)) {
        throw e;
      }
    }
  }

  private boolean mayCancel(BatchHandle batch, RunContext call) {
    BatchStatus.State state = read(get(batch, call)).state();
    return !state.isEnd() && state != BatchStatus.State.CANCELLING;
  }

  /** Returns a text without secrets. */
  @Override
  public String toString() {
    return "OpenAiBatches[" + identity() + "]";
  }
}
