package org.atomicagents.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.benchmarks.stub.StubProtocol;
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

  private final ObjectReader envelopes;
  private final ObjectReader orders = MAPPER.readerFor(Order.class);
  private final OkHttpClient client = new OkHttpClient();
  private final Request request;

  /** Creates the baseline of a protocol; its request is the one that our agent sends. */
  OkHttpJacksonBaseline(StubProtocol protocol, URI baseUrl) {
    this.envelopes = MAPPER.readerFor(ResponseEnvelope.typeOf(protocol));
    RequestCapture captured = capture(protocol, baseUrl);
    this.request =
        new Request.Builder()
            .url(baseUrl + captured.path())
            .post(RequestBody.create(captured.body(), MediaType.get("application/json")))
            .build();
  }

  private static RequestCapture capture(StubProtocol protocol, URI baseUrl) {
    try {
      return RequestCapture.of(baseUrl, url -> AtomicAgentsOverHttp.of(protocol, url));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Object call() {
    try (Response response = client.newCall(request).execute();
        InputStream body = response.body().byteStream()) {
      ResponseEnvelope envelope = envelopes.readValue(body);
      return orders.readValue(envelope.text());
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
