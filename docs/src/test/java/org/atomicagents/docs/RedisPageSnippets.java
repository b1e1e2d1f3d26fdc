package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.redis.RedisStores;
import org.atomicagents.support.RedisServer;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisPageSnippets {
  private static RedisServer server;
  private static RedisStores redis;

  @BeforeAll
  static void startServer() throws Exception {
    server = RedisServer.start();
    redis = RedisStores.connect(server.uri());
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      redis.close();
      server.close();
    }
  }

  @Test
  void firstProgram() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      List<String> arguments =
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              FirstRedis.class.getName(),
              server.uri());

      assertThat(ChildJvm.run(provider, arguments)).isNotEmpty();
      assertThat(provider.requests()).hasSize(1);
    }
  }

  @Test
  void connection() {
    try (var client = RedisClient.create()) {
      RedisURI address = RedisURI.create(server.uri());
      // @start region="connection"
      var shop = redis.withPrefix("shop:").withTimeout(Duration.ofMillis(200));
      var onYourClient = RedisStores.of(client, address);
      // @end
      assertThat(shop.toString()).endsWith(", shop:]");
      onYourClient.close();
    }
  }

  @Test
  void limits() {
    // @start region="limits"
    var small = RateLimit.perMinute(600).name("acme-gpt-5-mini").store(redis.permits()).build();
    var large = RateLimit.perMinute(60).name("acme-gpt-5").store(redis.permits()).build();
    // @end
    assertThat(small.toString()).isNotEqualTo(large.toString());
  }
}
