package org.atomicagents.batch;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.RunContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A minimal client of chat completions, since the clients of providers are in a later module. */
record LoopbackClient(URI baseUrl) implements ModelClient {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public ModelExchange open(ModelRequest request, RunContext context) {
    try {
      JsonNode response = post(body(request));
      JsonNode usage = response.get("usage");
      return ModelExchange.of(
          new ModelEvent.Started(response.get("id").asString(), request.model(), Map.of()),
          new ModelEvent.TextDelta(response.at("/choices/0/message/content").asString()),
          new ModelEvent.UsageReport(
              Usage.of(
                  usage.get("prompt_tokens").asLong(), usage.get("completion_tokens").asLong())),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));
    } catch (IOException e) {
      throw TransportException.of(
          "the request to " + baseUrl + " failed: " + e, TransportException.Stage.REQUEST, e);
    }
  }

  private static String body(ModelRequest request) {
    ObjectNode body = JSON.createObjectNode().put("model", request.model());
    for (Message message : request.messages()) {
      body.withArray("/messages")
          .addObject()
          .put("role", message.role().name().toLowerCase(Locale.ROOT))
          .put("content", message.text());
    }
    OutputFormat output = Objects.requireNonNull(request.output(), "output");
    ObjectNode format = body.putObject("response_format").put("type", "json_schema");
    format
        .putObject("json_schema")
        .put("name", output.name())
        .set("schema", JSON.readTree(output.schema()));
    return body.toString();
  }

  private JsonNode post(String body) throws IOException {
    var connection =
        (HttpURLConnection) URI.create(baseUrl + "/chat/completions").toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    try (InputStream response = connection.getInputStream()) {
      return JSON.readTree(response.readAllBytes());
    }
  }
}
