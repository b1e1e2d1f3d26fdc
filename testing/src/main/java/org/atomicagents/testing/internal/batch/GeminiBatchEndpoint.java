package org.atomicagents.testing.internal.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.testing.internal.gemini.GenerateContentEndpoint;
import org.atomicagents.testing.internal.gemini.GoogleErrors;
import org.atomicagents.testing.internal.server.BatchSimulation;
import org.atomicagents.testing.internal.server.ErrorFormat;
import org.atomicagents.testing.internal.server.ProtocolEndpoint;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.atomicagents.testing.internal.server.ServerJson;
import org.atomicagents.testing.internal.server.SimulatedResponse;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.atomicagents.time.TimeSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gemini's batches, of inline requests and of files.
 *
 * <p>Source: <a href="https://ai.google.dev/api/batch-api">Batch API</a>.
 */
public final class GeminiBatchEndpoint implements ProtocolEndpoint {
  private static final String PATH = "/v1beta/batches";
  private static final String CANCEL = ":cancel";
  private static final Pattern CREATE =
      Pattern.compile("/v1beta/models/([^/:]{1,200}):batchGenerateContent");

  private final GenerateContentEndpoint contents;
  private final BatchSimulation settings;
  private final TimeSource time;
  private final GeminiFiles files;
  private final ObjectStore<GeminiBatch> batches = new ObjectStore<>("batches/simulated");

  /** Creates an endpoint. */
  public GeminiBatchEndpoint(
      GenerateContentEndpoint contents, BatchSimulation settings, TimeSource time) {
    this.contents = contents;
    this.settings = settings;
    this.time = time;
    this.files = new GeminiFiles(time);
  }

  @Override
  public String protocol() {
    return "Gemini batchGenerateContent";
  }

  @Override
  public boolean accepts(ReceivedRequest request) {
    String path = request.path();
    return path.equals(PATH)
        || path.startsWith(PATH + "/")
        || CREATE.matcher(path).matches()
        || GeminiFiles.accepts(path);
  }

  @Override
  public ErrorFormat errors() {
    return contents.errors();
  }

  @Override
  public Optional<String> apiKey(ReceivedRequest request) {
    return contents.apiKey(request);
  }

  @Override
  public SimulatedResponse respond(ReceivedRequest request, byte[] body) {
    String path = request.path();
    if (GeminiFiles.accepts(path)) {
      return files.respond(request, body);
    }
    Matcher create = CREATE.matcher(path);
    if (create.matches()) {
      request.requireMethod("POST");
      return CompleteBody.json(200, create(create.group(1), ServerJson.readRequest(body)));
    }
    if (path.equals(PATH)) {
      request.requireMethod("GET");
      return CompleteBody.json(200, list(request));
    }
    String name = path.substring("/v1beta/".length());
    if (name.endsWith(CANCEL)) {
      request.requireMethod("POST");
      cancel(require(name.substring(0, name.length() - CANCEL.length())));
      return CompleteBody.json(200, JsonNodeFactory.instance.objectNode());
    }
    GeminiBatch batch = require(name);
    if (request.method().equals("DELETE")) {
      batches.remove(name);
      return CompleteBody.json(200, JsonNodeFactory.instance.objectNode());
    }
    request.requireMethod("GET");
    return CompleteBody.json(200, batch.operation(batch.batch().poll()));
  }

  private ObjectNode create(String model, JsonNode body) {
    contents.requireModel(model, "batchGenerateContent");
    JsonNode batch = require(body, "batch", "batch");
    String displayName = either(batch, "displayName", "display_name").asString("");
    if (displayName.isEmpty()) {
      throw GoogleErrors.invalid("* BatchGenerateContentRequest.batch.display_name: is required\n");
    }
    JsonNode input = either(batch, "inputConfig", "input_config");
    JsonNode fileName = either(input, "fileName", "file_name");
    boolean isFile = fileName.isString();
    List<SubmittedItem> items =
        isFile
            ? lines(files.require(fileName.stringValue()).content())
            : items(
                require(
                    require(input, "requests", "input_config.requests"),
                    "requests",
                    "input_config.requests.requests"));
    var processor =
        new ItemProcessor(
            (request, change) -> ServerJson.text(contents.respond(request, model, change)),
            settings);
    GeminiBatch created =
        batches.add(name ->
            new GeminiBatch(
                new SimulatedBatch(name, items, processor, time),
                model,
                displayName,
                isFile ? new GeminiBatch.OutputFile(files) : null));
    return created.operation(SimulatedBatch.Phase.CREATED);
  }

  private static List<SubmittedItem> items(JsonNode requests) {
    var items = new ArrayList<SubmittedItem>();
    for (JsonNode item : requests) {
      JsonNode metadata = item.path("metadata");
      items.add(
          new SubmittedItem(
              metadata.isObject() ? ServerJson.text(metadata) : "",
              require(item, "request", "input_config.requests.requests.request")));
    }
    if (items.isEmpty()) {
      throw GoogleErrors.invalid(
          "* BatchGenerateContentRequest.batch.input_config.requests: at least one request is"
              + " required\n");
    }
    return items;
  }

  // An item that is no JSON or has no request fails alone.
  private static List<SubmittedItem> lines(String content) {
    return content
        .lines()
        .filter(line -> !line.isBlank())
        .map(GeminiBatchEndpoint::read)
        .map(line -> new SubmittedItem(line.path("key").asString(""), line.path("request")))
        .toList();
  }

  private static JsonNode read(String line) {
    try {
      return ServerJson.read(line);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  private static JsonNode either(JsonNode object, String camelCase, String underscored) {
    return object.has(camelCase) ? object.get(camelCase) : object.path(underscored);
  }

  private static JsonNode require(JsonNode object, String name, String path) {
    if (!object.has(name)) {
      throw GoogleErrors.invalid("* BatchGenerateContentRequest." + path + ": is required\n");
    }
    return object.get(name);
  }

  private static void cancel(GeminiBatch batch) {
    if (batch.batch().cancel().isEnd()) {
      throw GoogleErrors.invalid(
          "Batch %s has ended and cannot be cancelled.".formatted(batch.batch().id()));
    }
  }

  private ObjectNode list(ReceivedRequest request) {
    List<GeminiBatch> all = batches.newestFirst();
    int start = ListPage.limit(request.query().getOrDefault("pageToken", "0"), 0);
    int size = ListPage.limit(request.query().getOrDefault("pageSize", ""), ListPage.DEFAULT_LIMIT);
    int end = Math.min(all.size(), start + size);
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    var operations = list.putArray("operations");
    all.subList(Math.min(start, end), end)
        .forEach(batch -> operations.add(batch.operation(batch.batch().phase())));
    return end < all.size() ? list.put("nextPageToken", Integer.toString(end)) : list;
  }

  private GeminiBatch require(String name) {
    GeminiBatch batch = batches.get(name);
    if (batch == null) {
      throw GoogleErrors.notFound("Requested entity was not found.");
    }
    return batch;
  }
}
