package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.redis.RedisStores;
import org.atomicagents.support.RedisServer;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.usage.UsageLimiter;
import org.atomicagents.usage.UsageLimits;
import org.atomicagents.usage.UsageWindow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisPageSnippets {
  private static RedisServer server;
  private static RedisStores stores;
  // A machine that stops for a second exceeds the default time limit of a command.
  private static RedisStores redis;

  @BeforeAll
  static void startServer() throws Exception {
    server = RedisServer.start();
    stores = RedisStores.connect(server.uri());
    redis = stores.withTimeout(Duration.ofSeconds(20));
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      redis.close();
      stores.close();
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
  void sharing() {
    var model = ScriptedModel.of().model();
    // @start region="sharing"
    var sharing = redis.requestSharing().withRetention(Duration.ofSeconds(30));
    var acme = model.with(sharing.forTenant("acme"));
    var umbrella = model.with(sharing.forTenant("umbrella"));
    // @end
    assertThat(acme.interceptors()).isNotEqualTo(umbrella.interceptors());
  }

  @Test
  void limits() {
    // @start region="limits"
    var small = RateLimit.perMinute(600).name("acme-gpt-5-mini").store(redis.permits()).build();
    var large = RateLimit.perMinute(60).name("acme-gpt-5").store(redis.permits()).build();
    // @end
    assertThat(small.toString()).isNotEqualTo(large.toString());
  }

  @Test
  void cache() {
    var model = ScriptedModel.by(request -> ScriptedResponse.text("{\"chat_message\":\"a\"}"));
    var agent = AtomicAgent.of(model.model());
    // @start region="cache"
    var cache = ResponseCache.builder().store(redis.cache()).build();
    var cached = CachedAgent.of(agent, cache).withTenant("acme");
    // @end
    assertThat(cached.run(new BasicChatInput("hello")).chatMessage()).isEqualTo("a");
  }

  @Test
  void usage() {
    var model = ScriptedModel.by(request -> ScriptedResponse.text("{\"chat_message\":\"a\"}"));
    // @start region="usage"
    var perDay =
        UsageLimiter.builder("daily", UsageLimits.ofTokens(1_000_000))
            .window(UsageWindow.day(ZoneOffset.UTC))
            .store(redis.usage())
            .build();
    var limited = model.model().with(perDay.forTenant("acme"));
    // @end
    AtomicAgent.of(limited).run(new BasicChatInput("hello"));
    assertThat(perDay.forTenant("acme").report().used().requests()).isEqualTo(1);
  }

  @Test
  void conversations() {
    var model = ScriptedModel.by(request -> ScriptedResponse.text("{\"chat_message\":\"a\"}"));
    var agent = AtomicAgent.of(model.model());
    // @start region="conversations"
    var types = ConversationTypes.of(BasicChatInput.class, BasicChatOutput.class);
    var store = redis.conversations(types);
    var history = ChatHistory.stored(store, new ConversationKey("acme", "42"));
    agent.run(new BasicChatInput("Why is the sky blue?"), RunOptions.history(history));
    // @end
    assertThat(store.list("acme")).containsExactly(new ConversationKey("acme", "42"));
  }
}
