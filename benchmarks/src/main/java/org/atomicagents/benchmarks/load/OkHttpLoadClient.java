package org.atomicagents.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * OkHttp with a pool of as many connections as there are callers and longer timeouts: with the
 * default of ten seconds, a burst fails on a busy machine.
 */
final class OkHttpLoadClient implements LoadClient {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final OkHttpClient client;
  private final HttpUrl url;
  private final Request completeRequest;
  private final Request streamRequest;
  private final String expected;

  OkHttpLoadClient(URI baseUrl, int callers, String expected) {
    this.client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(callers, 5, TimeUnit.MINUTES))
            .connectTimeout(TIMEOUT)
            .readTimeout(TIMEOUT)
            .writeTimeout(TIMEOUT)
            .build();
    this.url = HttpUrl.get(baseUrl + "/chat/completions");
    this.completeRequest = request(ChatReader.request(false));
    this.streamRequest = request(ChatReader.request(true));
    this.expected = expected;
  }

  private Request request(byte[] body) {
    return new Request.Builder()
        .url(url)
        .post(RequestBody.create(body, MediaType.get("application/json")))
        .build();
  }

  @Override
  public void call() throws IOException {
    call(completeRequest);
  }

  @Override
  public void call(String question) throws IOException {
    call(request(ChatReader.request(false, question)));
  }

  private void call(Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      LoadClient.require(expected, ChatReader.completeText(response.body().byteStream()));
    }
  }

  @Override
  public void stream(Runnable first) throws IOException {
    var text = new StringBuilder();
    try (Response response = client.newCall(streamRequest).execute()) {
      ChatReader.stream(
          response.body().byteStream(),
          delta -> {
            first.run();
            text.append(delta);
          });
    }
    LoadClient.require(expected, text.toString());
  }
}
