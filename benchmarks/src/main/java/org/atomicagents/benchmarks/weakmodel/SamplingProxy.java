package org.atomicagents.benchmarks.weakmodel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An HTTP proxy in front of a model server that gives the requests of all libraries the same
 * sampling parameters and counts their tokens.
 *
 * <p>The seed depends on the extraction and on the number of the request within it, so that all
 * libraries get the same seeds, and a repeated request gets another response.
 *
 * <p>One extraction at a time: {@link #begin} before it, {@link #end} after it.
 */
final class SamplingProxy implements AutoCloseable {
  static final double TEMPERATURE = 0.2;
  static final int MAX_TOKENS = 300;

  private final URI target;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Object lock = new Object();
  private long seed;
  private RequestTally tally = RequestTally.NONE;
  private @Nullable IOException failure;

  private SamplingProxy(URI target, HttpServer server) {
    this.target = target;
    this.server = server;
  }

  /** Starts a proxy on a free port in front of a server whose base URL ends with {@code /v1}. */
  static SamplingProxy start(URI target) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var proxy = new SamplingProxy(target, server);
    server.createContext("/", proxy::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return proxy;
  }

  /** Returns the base URL of the proxy. */
  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + target.getPath());
  }

  /** Starts to count, and sets the seed of the first request. */
  void begin(long firstSeed) {
    synchronized (lock) {
      seed = firstSeed;
      tally = RequestTally.NONE;
    }
  }

  /**
   * Returns the counts since {@link #begin}.
   *
   * @throws IOException if the model server did not respond to a request
   */
  RequestTally end() throws IOException {
    synchronized (lock) {
      if (failure != null) {
        throw new IOException(target + ": " + failure.getMessage(), failure);
      }
      return tally;
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean isChat = exchange.getRequestURI().getPath().endsWith("/chat/completions");
      HttpResponse<InputStream> response;
      try {
        response = send(exchange, isChat ? withSampling(body) : body);
      } catch (IOException e) {
        fail(e);
        return;
      }
      try (InputStream in = response.body()) {
        respond(exchange, response, in, isChat);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void respond(
      HttpExchange exchange, HttpResponse<InputStream> response, InputStream in, boolean isChat)
      throws IOException {
    var usage = new ResponseUsage();
    String contentType = response.headers().firstValue("Content-Type").orElse("text/plain");
    exchange.getResponseHeaders().set("Content-Type", contentType);
    try {
      exchange.sendResponseHeaders(response.statusCode(), 0);
      OutputStream out = exchange.getResponseBody();
      byte[] buffer = new byte[8192];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        usage.add(buffer, length);
        out.write(buffer, 0, length);
        out.flush();
      }
    } finally {
      // Also if the client closes a stream early.
      if (isChat) {
        count(usage);
      }
    }
  }

  private HttpResponse<InputStream> send(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    String path = exchange.getRequestURI().toString();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(path)).timeout(Duration.ofMinutes(5));
    if (exchange.getRequestMethod().equals("GET")) {
      request.GET();
    } else {
      request
          .header("Content-Type", "application/json")
          .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private byte[] withSampling(byte[] body) {
    ObjectNode request = (ObjectNode) JsonMapper.shared().readTree(body);
    request.remove("max_completion_tokens");
    request.put("temperature", TEMPERATURE).put("max_tokens", MAX_TOKENS);
    if (request.path("stream").asBoolean(false)) {
      request.putObject("stream_options").put("include_usage", true);
    }
    synchronized (lock) {
      request.put("seed", seed++);
    }
    return JsonMapper.shared().writeValueAsBytes(request);
  }

  private void count(ResponseUsage usage) {
    synchronized (lock) {
      tally = tally.plus(usage.promptTokens(), usage.completionTokens());
    }
  }

  private void fail(IOException e) {
    synchronized (lock) {
      failure = e;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
