package org.atomicagents.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WeakModelsBenchmarkTest {
  // The expected value of the first task of one type; a failure for the other nine types.
  private static final String CONTENT = "{\"name\":\"Maria Lopez\",\"age\":34,\"city\":\"Madrid\"}";

  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  @TempDir Path root;

  @AfterEach
  void clearProperties() {
    System.clearProperty("atomic.models");
    System.clearProperty("benchmarks.root");
  }

  @Test
  void scoresEachExtractorWithAServer() throws IOException {
    HttpServer server = modelServer();
    try {
      JsonNode report = report("http://127.0.0.1:" + server.getAddress().getPort());

      assertThat(report.path("rightShare").asDouble()).isEqualTo(0.1);
      assertThat(report.path("attempts").asDouble()).isEqualTo(2.6);
      assertThat(report.at("/compared/rightShare/peer").asString()).isEqualTo("langchain4j");
      assertThat(report.at("/compared/rightShareOfSpringAi/peerFigure").asDouble()).isEqualTo(0.1);
      assertThat(report.at("/models/tiny").propertyNames())
          .containsExactly(
              "atomic-agents JSON_SCHEMA",
              "atomic-agents TOOL_CALL",
              "atomic-agents JSON_OBJECT",
              "atomic-agents PROMPTED_JSON",
              "langchain4j strict",
              "langchain4j prompted",
              "spring-ai native",
              "spring-ai prompted");
      JsonNode row = report.at("/models/tiny").path("spring-ai prompted");
      assertThat(row.path("tasks").asInt()).isEqualTo(10);
      assertThat(row.path("attempts").asDouble()).isGreaterThan(1);
      assertThat(row.path("tokens").asDouble()).isEqualTo(5 * row.path("attempts").asDouble());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void givesAllRequestsTheSameSamplingAndRepeatsAnotherSeed() throws IOException {
    HttpServer server = modelServer();
    try {
      report("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    } finally {
      server.stop(0);
    }

    assertThat(requests)
        .isNotEmpty()
        .allSatisfy(request -> {
          assertThat(request.path("temperature").asDouble()).isEqualTo(0.2);
          assertThat(request.path("max_tokens").asInt()).isEqualTo(300);
        });
    List<Long> seeds = requests.stream().map(request -> request.path("seed").asLong()).toList();
    assertThat(seeds.get(1)).isEqualTo(seeds.get(0) + 1);
    assertThat(seeds.stream().filter(seeds.get(0)::equals).count()).isEqualTo(8);
  }

  @Test
  void reportsThatNothingWasMeasuredWithoutAModel() throws IOException {
    JsonNode report = report(root.resolve("absent.gguf").toString());

    assertThat(report.path("measured").asBoolean(true)).isFalse();
    assertThat(report.path("reason").asString()).contains("expected a GGUF file, found none");
    assertThat(report.has("validShare")).isFalse();
  }

  private JsonNode report(String model) throws IOException {
    System.setProperty("atomic.models", model);
    System.setProperty("benchmarks.root", root.toString());
    return JsonMapper.shared()
        .readTree(Main.report(new WeakModelsBenchmark(), BenchmarkProfile.SMOKE).json());
  }

  private HttpServer modelServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/models", exchange -> respond(exchange, "{\"data\":[{\"id\":\"tiny\"}]}"));
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          requests.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
          respond(
              exchange,
              """
              {"id":"1","model":"tiny","choices":[{"index":0,"finish_reason":"stop",
               "message":{"role":"assistant","content":%s}}],
               "usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}}
              """
                  .formatted(JsonMapper.shared().writeValueAsString(CONTENT))
                  .replace(": ", ":"));
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return server;
  }

  private static void respond(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
