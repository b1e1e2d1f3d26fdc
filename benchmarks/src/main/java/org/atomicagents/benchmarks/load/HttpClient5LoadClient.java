package org.atomicagents.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.util.Timeout;

/**
 * Apache HttpClient 5 with a pool of as many connections as there are callers.
 *
 * <p>The classic client supports HTTP/1.1 only. HTTP/2 needs the asynchronous client, used here
 * through its blocking facade.
 */
final class HttpClient5LoadClient implements LoadClient {
  private final CloseableHttpClient client;
  private final URI uri;
  private final String expected;

  private HttpClient5LoadClient(CloseableHttpClient client, URI baseUrl, String expected) {
    this.client = client;
    this.uri = URI.create(baseUrl + "/chat/completions");
    this.expected = expected;
  }

  /** Returns a client; over TLS, the HTTP/2 client, which opens one connection per host. */
  static HttpClient5LoadClient of(URI baseUrl, int callers, String expected) {
    boolean isHttp2 = baseUrl.getScheme().equals("https");
    return new HttpClient5LoadClient(
        isHttp2 ? blocking(shared(callers)) : http1(callers), baseUrl, expected);
  }

  /** Returns the asynchronous client with HTTP/2 and one connection per call. */
  static HttpClient5LoadClient pooled(URI baseUrl, int callers, String expected) {
    var connections =
        PoolingAsyncClientConnectionManagerBuilder.create()
            .setMaxConnTotal(callers)
            .setMaxConnPerRoute(callers)
            .useSystemProperties()
            .setDefaultTlsConfig(
                TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_2).build())
            .build();
    return new HttpClient5LoadClient(
        blocking(HttpAsyncClients.custom().setConnectionManager(connections).build()),
        baseUrl,
        expected);
  }

  private static CloseableHttpClient http1(int callers) {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(callers)
                .setMaxConnPerRoute(callers)
                .build())
        .build();
  }

  private static CloseableHttpAsyncClient shared(int callers) {
    int streams = Math.max(callers, H2Config.DEFAULT.getMaxConcurrentStreams());
    return HttpAsyncClients.customHttp2()
        .useSystemProperties()
        .setH2Config(H2Config.custom().setMaxConcurrentStreams(streams).build())
        .build();
  }

  private static CloseableHttpClient blocking(CloseableHttpAsyncClient client) {
    client.start();
    return HttpAsyncClients.classic(client, Timeout.ofMinutes(3));
  }

  @Override
  public void call(String question) throws IOException {
    String found =
        client.execute(
            post(ChatReader.request(false, question)),
            response -> ChatReader.completeText(response.getEntity().getContent()));
    LoadClient.require(expected, found);
  }

  @Override
  public void stream(Runnable first) throws IOException {
    var text = new StringBuilder();
    client.execute(
        post(ChatReader.request(true)),
        response -> {
          ChatReader.stream(
              response.getEntity().getContent(),
              delta -> {
                first.run();
                text.append(delta);
              });
          return text;
        });
    LoadClient.require(expected, text.toString());
  }

  private HttpPost post(byte[] body) {
    var post = new HttpPost(uri);
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    return post;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
