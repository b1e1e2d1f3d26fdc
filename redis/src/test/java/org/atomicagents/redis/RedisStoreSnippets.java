package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.CacheState;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.model.Model;
import org.atomicagents.support.RedisServer;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.usage.UsageLimiter;
import org.atomicagents.usage.UsageLimits;
import org.atomicagents.usage.UsageWindow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisStoreSnippets {
  private static RedisServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RedisServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void cache() {
    String address = server.uri();
    var agent =
        AtomicAgent.of(
            ScriptedModel.by(request -> ScriptedResponse.text("{\"chat_message\":\"a\"}")).model());
    // @start region="cache"
    var redis = RedisStores.connect(address);
    var cache = ResponseCache.builder().store(redis.cache()).build();
    var cached = CachedAgent.of(agent, cache).withTenant("acme");
    cached.run(new BasicChatInput("Why is the sky blue?"));
    // @end
    awaitHit(agent, redis);
    redis.close();
  }

  @Test
  void usage() {
    String address = server.uri();
    Model model = ScriptedModel.answering("{\"chat_message\":\"a\"}").model();
    // @start region="usage"
    var redis = RedisStores.connect(address);
    var limiter =
        UsageLimiter.builder("daily", UsageLimits.ofTokens(1_000_000))
            .window(UsageWindow.day(ZoneOffset.UTC))
            .store(redis.usage())
            .build();
    var agent = AtomicAgent.of(model.with(limiter.forTenant("acme")));

    agent.run(new BasicChatInput("Why is the sky blue?"));
    // @end
    assertThat(limiter.forTenant("acme").report().used().requests()).isEqualTo(1);
    redis.close();
  }

  @Test
  void conversations() {
    String address = server.uri();
    var agent = AtomicAgent.of(ScriptedModel.answering("{\"chat_message\":\"a\"}").model());
    // @start region="conversations"
    var redis = RedisStores.connect(address);
    var types = ConversationTypes.of(BasicChatInput.class, BasicChatOutput.class);
    var store = redis.conversations(types);
    var history = ChatHistory.stored(store, new ConversationKey("acme", "42"));

    agent.run(new BasicChatInput("Why is the sky blue?"), RunOptions.history(history));
    // @end
    assertThat(store.load(new ConversationKey("acme", "42")).turns()).hasSize(1);
    redis.close();
  }

  // A cache writes to its store after it has returned the output.
  private static void awaitHit(
      AtomicAgent<BasicChatInput, BasicChatOutput> agent, RedisStores redis) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    CacheState state = CacheState.MISS;
    while (state != CacheState.HIT && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(5_000_000);
      var cache = ResponseCache.builder().store(redis.cache()).build();
      var cached = CachedAgent.of(agent, cache).withTenant("acme");
      state = cached.call(new BasicChatInput("Why is the sky blue?")).cacheState();
    }
    assertThat(state).isEqualTo(CacheState.HIT);
  }
}
