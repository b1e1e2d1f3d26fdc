package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.model.Sampling;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Conformance cases about the requests that are sent. */
class WireConformanceTest {

  @Test
  @DisplayName("A07 the first message has the family's system role, or there is none")
  void a07() {
    assertThat(roles(body("gpt-4o", SystemPrompt.defaults(), Sampling.defaults())))
        .containsExactly("system", "user");
    assertThat(roles(body("gpt-5-mini", SystemPrompt.defaults(), Sampling.defaults())))
        .containsExactly("developer", "user");
    assertThat(roles(body("gpt-4o", SystemPrompt.none(), Sampling.defaults())))
        .containsExactly("user");
  }

  @Test
  @DisplayName("A08 parameters that are set are sent, and no others")
  void a08() {
    JsonNode set =
        body(
            "gpt-4o",
            SystemPrompt.defaults(),
            Sampling.defaults().withTemperature(0.5).withMaxTokens(1000));
    JsonNode unset = body("gpt-4o", SystemPrompt.defaults(), Sampling.defaults());

    assertThat(set.get("temperature").doubleValue()).isEqualTo(0.5);
    assertThat(set.get("max_tokens").intValue()).isEqualTo(1000);
    assertThat(unset.propertyNames())
        .containsExactlyInAnyOrder("model", "messages", "response_format");
  }

  @Test
  @SuppressWarnings("try") // closes the pool early
  @DisplayName("F12 agents share a pool's connections, and fail at once when it is closed")
  void f12() throws Exception {
    var maxOpen = new AtomicInteger();
    var inProgress = new CountDownLatch(50);
    try (var pool = ConnectionPool.builder().maxConnections(50).build();
        var firstServer = startServer(pool, maxOpen, inProgress);
        var secondServer = startServer(pool, maxOpen, inProgress)) {
      var agents =
          List.of(
              AtomicAgent.of(
                  OpenAi.builder(providerOf(firstServer)).pool(pool).build().model("any")),
              AtomicAgent.of(
                  OpenAi.builder(providerOf(secondServer)).pool(pool).build().model("any")));

      ConcurrentCallers callers =
          ConcurrentCallers.of(600, 600, i -> agents.get(i % 2).run(new BasicChatInput("hi " + i)));

      assertThat(callers.failures()).isEmpty();
      assertThat(maxOpen.get()).isBetween(25, 50);
      pool.close();
      assertThatThrownBy(() -> agents.getFirst().run(new BasicChatInput("hi")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The connection pool is closed.");
    }
  }

  /**
   * Starts a server that records the maximum number of open connections of the pool.
   *
   * @param inProgress the calls that are held back until all of them are in progress
   */
  private static LoopbackServer startServer(
      ConnectionPool pool, AtomicInteger maxOpen, CountDownLatch inProgress) {
    return LoopbackServer.start((request, client) -> {
      inProgress.countDown();
      inProgress.await();
      maxOpen.accumulateAndGet(pool.status().openConnections(), Math::max);
      client.respond(
          200,
          "application/json",
          """
          {"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant",\
          "content":"{\\"chat_message\\":\\"hello\\"}"}}]}
          """);
    });
  }

  private static Provider providerOf(LoopbackServer server) {
    return Provider.of("local", server.uri("/v1"));
  }

  private static JsonNode body(String model, SystemPrompt prompt, Sampling sampling) {
    try (var provider = SimulatedProvider.start();
        var openAi =
            OpenAi.builder(Provider.OPENAI)
                .baseUrl(provider.baseUrl())
                .apiKey(ApiKey.of("sk-nothing-secret"))
                .build()) {
      AtomicAgent.builder(openAi.model(model))
          .systemPrompt(prompt)
          .sampling(sampling)
          .build()
          .run(new BasicChatInput("hi"));
      return JsonMapper.shared().readTree(provider.requests().getFirst().body());
    }
  }

  private static List<String> roles(JsonNode body) {
    return StreamSupport.stream(body.get("messages").spliterator(), false)
        .map(message -> message.get("role").stringValue())
        .toList();
  }
}
