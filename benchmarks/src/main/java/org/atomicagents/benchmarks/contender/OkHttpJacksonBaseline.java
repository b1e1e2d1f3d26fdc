package org.atomicagents.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.schema.Schema;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The baseline of a call over HTTP: OkHttp with default settings, a request body that is written
 * once, and Jackson's data binding of the response envelope and the order in it. It validates no
 * constraints.
 */
final class OkHttpJacksonBaseline implements Contender {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final ObjectReader envelopes = MAPPER.readerFor(Envelope.class);
  private final ObjectReader orders = MAPPER.readerFor(Order.class);
  private final OkHttpClient client = new OkHttpClient();
  private final Request request;

  OkHttpJacksonBaseline(URI baseUrl) {
    this.request =
        new Request.Builder()
            .url(baseUrl + "/chat/completions")
            .post(RequestBody.create(body(), MediaType.get("application/json")))
            .build();
  }

  private record Envelope(List<Choice> choices) {}

  private record Choice(Message message) {}

  private record Message(String content) {}

  /** Returns the same request body as the agent sends. */
  private static byte[] body() {
    var root = MAPPER.createObjectNode().put("model", "stub");
    var messages = root.putArray("messages");
    messages.addObject().put("role", "system").put("content", SampleOrder.INSTRUCTION);
    messages.addObject().put("role", "user").put("content", SampleOrder.QUESTION);
    root.putObject("response_format")
        .put("type", "json_schema")
        .putObject("json_schema")
        .put("name", "Order")
        .put("strict", true)
        .set("schema", MAPPER.readTree(Schema.of(Order.class).jsonSchema()));
    return MAPPER.writeValueAsBytes(root);
  }

  @Override
  public Object call() {
    try (Response response = client.newCall(request).execute();
        InputStream body = response.body().byteStream()) {
      Envelope envelope = envelopes.readValue(body);
      return orders.readValue(envelope.choices().getFirst().message().content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object expected() {
    return SampleOrder.order();
  }

  @Override
  public int batch() {
    return 1;
  }
}
