package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.examples.redis.SharedLimits;
import org.atomicagents.support.RedisServer;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedLimitsTest {
  private SimulatedProvider provider;

  @BeforeEach
  void startProvider() {
    provider = SimulatedProvider.start();
  }

  @AfterEach
  void closeProvider() {
    provider.close();
  }

  @Test
  void twoServicesShareALimit() throws Exception {
    try (var server = RedisServer.start()) {
      List<String> lines = run(server.uri());

      assertThat(lines).contains("Responses: 40");
      // A full bucket has 24 permits.
      assertThat(lines.getLast()).matches("Waited: [1-9]\\d* ms");
      assertThat(provider.requests()).hasSize(40);
    }
  }

  @Test
  void printsHowToStartAServer() {
    List<String> lines = run("redis://127.0.0.1:1");

    assertThat(lines.getFirst()).startsWith("Redis at 127.0.0.1:1 cannot be reached: ");
    assertThat(lines).contains("Start a server with: docker run -p 6379:6379 redis:7");
    assertThat(provider.requests()).isEmpty();
  }

  private List<String> run(String address) {
    return ExampleConsole.run(
        "",
        SharedLimits::main,
        "--redis",
        address,
        "--model",
        ExampleConsole.modelArgument(provider));
  }
}
