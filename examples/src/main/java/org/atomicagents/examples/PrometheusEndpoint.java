package org.atomicagents.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.telemetry.MicrometerObserver;
import org.atomicagents.telemetry.ObservedAgent;

/** A small service with an endpoint for Prometheus, which is called and scraped once. */
public final class PrometheusEndpoint {
  private PrometheusEndpoint() {}

  public static void main(String... args) throws IOException, InterruptedException {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (var example = ExampleModel.select(args)) {
      var meters = MicrometerObserver.of(registry).withHistograms();
      var agent =
          ObservedAgent.of(AtomicAgent.builder(example.model()).name("chat").build(), meters);

      HttpServer server = start(agent, registry);
      try {
        System.out.println("Answer: " + get(server, "/ask?why-is-the-sky-blue"));
        get(server, "/metrics")
            .lines()
            .filter(line -> line.matches("gen_ai_(invoke_agent|client)\\S*_(count|total)\\{.*"))
            .forEach(System.out::println);
      } finally {
        server.stop(0);
      }
    }
  }

  private static HttpServer start(
      Agent<BasicChatInput, BasicChatOutput> agent, PrometheusMeterRegistry registry)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/metrics", exchange -> respond(exchange, registry.scrape()));
    server.createContext(
        "/ask",
        exchange -> {
          String question = exchange.getRequestURI().getQuery();
          respond(exchange, agent.run(new BasicChatInput(question)).chatMessage());
        });
    server.start();
    return server;
  }

  private static void respond(HttpExchange exchange, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String get(HttpServer server, String path)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
