package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.CacheState;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class CacheSnippets {

  @Test
  void cache() {
    var agent = AtomicAgent.of(ScriptedModel.answering("{\"chat_message\":\"a\"}").model());
    // @start region="cache"
    var cache =
        ResponseCache.builder().maxEntries(10_000).timeToLive(Duration.ofMinutes(30)).build();
    var cached = CachedAgent.of(agent, cache).withTenant("acme");

    cached.run(new BasicChatInput("Why is the sky blue?")); // sends a request
    cached.run(new BasicChatInput("Why is the sky blue?")); // reads the cache
    // @end
    assertThat(cached.call(new BasicChatInput("Why is the sky blue?")).cacheState())
        .isEqualTo(CacheState.HIT);
  }
}
