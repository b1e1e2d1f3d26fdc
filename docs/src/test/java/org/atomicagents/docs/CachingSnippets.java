package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.CacheState;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CacheHitPolicy;
import org.atomicagents.cache.CacheKeyStrategy;
import org.atomicagents.cache.CacheMode;
import org.atomicagents.cache.CacheStatistics;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.FileCacheStore;
import org.atomicagents.cache.FolderCacheStore;
import org.atomicagents.cache.JdbcCacheStore;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class CachingSnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      AtomicAgent.of(client.model("some-model"));
  private final BasicChatInput question = new BasicChatInput("Why is the sky blue?");

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstCache() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstCache.class);

    assertThat(lines).containsExactly("MISS", "HIT");
  }

  @Test
  void jdbc(@TempDir Path folder) {
    var source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("cache.db"));
    DataSource dataSource = source;
    // @start region="jdbc"
    var store = JdbcCacheStore.of(dataSource);
    store.createTable(); // or run JdbcCacheStore.tableDefinitions() in a migration
    var cache = ResponseCache.builder().store(store).build();
    // @end
    // An output would be written after the run has ended, when the folder is deleted.
    CachedAgent.of(agent, cache).withMode(CacheMode.READ_ONLY).run(question);
    assertThat(cache.statistics().storeFailures()).isZero();
  }

  @Test
  void settings() {
    // @start region="settings"
    var cache =
        ResponseCache.builder()
            .maxEntries(10_000) // or maxBytes
            .timeToLive(Duration.ofMinutes(30)) // default: 1 hour
            .jitter(0.1) // expire up to 10% earlier, at random
            .staleWhileRevalidate(Duration.ofMinutes(5))
            .build();
    // @end
    CachedAgent.of(agent, cache).run(question);
    // @start region="statistics"
    CacheStatistics statistics = cache.statistics();
    System.out.println(statistics.hitRate() + " of " + statistics.entries() + " outputs");
    cache.clearExpired();
    // @end
    assertThat(statistics.entries()).isEqualTo(1);
  }

  @Test
  void calls() {
    var cached = CachedAgent.of(agent, ResponseCache.create());
    // @start region="calls"
    var acme = cached.withTenant("acme"); // shares nothing with other tenants

    acme.withMode(CacheMode.WRITE_ONLY).run(question); // replaces the output
    acme.withMaxAge(Duration.ofMinutes(1)).run(question); // only a recent output
    acme.withMode(CacheMode.OFF).run(question); // does not use the cache
    // @end
    assertThat(provider.requests()).hasSize(2);
  }

  @Test
  void keys() {
    var cached = CachedAgent.of(agent, ResponseCache.create());
    // @start region="keys"
    var byInput = cached.withKeys(CacheKeyStrategy.inputOnly()).withSalt("prompt-7");
    // @end
    byInput.run(question);
    assertThat(byInput.call(question).cacheState()).isEqualTo(CacheState.HIT);
  }

  @Test
  void histories() {
    var cached = CachedAgent.of(agent, ResponseCache.create());
    // @start region="histories"
    var history = ChatHistory.latestTurns(10);
    cached.run(question, RunOptions.history(history)); // commits a hit, too

    cached.withHits(CacheHitPolicy.SKIP).run(question, RunOptions.history(history.fork()));
    // @end
    assertThat(history.messages()).hasSize(2);
  }

  @Test
  void streams() {
    var cached = CachedAgent.of(agent, ResponseCache.create());
    // @start region="streams"
    try (AgentStream<BasicChatOutput> stream = cached.stream(question)) {
      for (Partial<BasicChatOutput> partial : stream) {
        System.out.println(partial.value().chatMessage());
      }
    }
    // @end
    assertThat(cached.call(question).cacheState()).isEqualTo(CacheState.HIT);
  }

  @Test
  void file(@TempDir Path folder) {
    Path path = folder.resolve("responses.cache");
    // @start region="file"
    try (var store = FileCacheStore.open(path)) {
      var cache = ResponseCache.builder().store(store).build();
      CachedAgent.of(agent, cache).run(question);
    }
    // @end
    assertThat(path).exists();
  }

  @Test
  @Timeout(30)
  void folder(@TempDir Path folder) {
    Path path = folder.resolve("responses");
    // @start region="folder"
    var store = FolderCacheStore.open(path); // such as /mnt/shared/responses
    var cache = ResponseCache.builder().store(store).build();
    CachedAgent.of(agent, cache).run(question);
    // @end
    var other = ResponseCache.builder().store(FolderCacheStore.open(path)).build();
    awaitAnOutput(CachedAgent.of(agent, other), question);
  }

  // The output is written after the run has ended.
  private static void awaitAnOutput(
      CachedAgent<BasicChatInput, BasicChatOutput> other, BasicChatInput input) {
    while (other.withMode(CacheMode.READ_ONLY).call(input).cacheState() != CacheState.HIT) {
      Thread.onSpinWait();
    }
  }
}
