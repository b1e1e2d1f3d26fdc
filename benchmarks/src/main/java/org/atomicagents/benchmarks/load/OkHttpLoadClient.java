package org.atomicagents.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * OkHttp as it comes, but that it keeps as many connections as there are callers, and has more
 * patience: with its ten seconds a burst would fail for no other reason than a busy machine.
 */
final class OkHttpLoadClient implements LoadClient {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final OkHttpClient client;
  private final Request whole;
  private final Request streamed;
  private final String expected;

  OkHttpLoadClient(URI baseUrl, int callers, String expected) {
    this.client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(callers, 5, TimeUnit.MINUTES))
            .connectTimeout(PATIENCE)
            .readTimeout(PATIENCE)
            .writeTimeout(PATIENCE)
            .build();
    this.whole = request(baseUrl, false);
    this.streamed = request(baseUrl, true);
    this.expected = expected;
  }

  private static Request request(URI baseUrl, boolean stream) {
    return new Request.Builder()
        .url(baseUrl + "/chat/completions")
        .post(RequestBody.create(ChatReader.request(stream), MediaType.get("application/json")))
        .build();
  }

  @Override
  public void call() throws IOException {
    try (Response response = client.newCall(whole).execute()) {
      LoadClient.require(expected, ChatReader.whole(response.body().byteStream()));
    }
  }

  @Override
  public void stream(Runnable first) throws IOException {
    var text = new StringBuilder();
    try (Response response = client.newCall(streamed).execute()) {
      ChatReader.stream(
          response.body().byteStream(),
          piece -> {
            first.run();
            text.append(piece);
          });
    }
    LoadClient.require(expected, text.toString());
  }
}
