package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.examples.redis.SharedAnswers;
import org.atomicagents.support.RedisServer;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class SharedAnswersTest {

  @Test
  void twoServicesSendOneRequest() throws Exception {
    try (var provider = SimulatedProvider.start();
        var server = RedisServer.start()) {
      List<String> lines = run(provider, server.uri());

      assertThat(lines).contains("Responses: 20, different ones: 1", "Requests: 1");
      assertThat(provider.requests()).hasSize(1);
    }
  }

  @Test
  void printsHowToStartAServer() {
    try (var provider = SimulatedProvider.start()) {
      List<String> lines = run(provider, "redis://127.0.0.1:1");

      assertThat(lines.getFirst()).startsWith("Redis at 127.0.0.1:1 cannot be reached: ");
      assertThat(lines).contains("Start a server with: docker run -p 6379:6379 redis:7");
    }
  }

  private static List<String> run(SimulatedProvider provider, String address) {
    return ExampleConsole.run(
        "",
        SharedAnswers::main,
        "--redis",
        address,
        "--model",
        ExampleConsole.modelArgument(provider));
  }
}
