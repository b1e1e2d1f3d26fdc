package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.CacheState;
import org.atomicagents.support.DriverDataSource;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void file(@TempDir Path folder) {
    Path path = folder.resolve("responses.cache");
    var agent = AtomicAgent.of(ScriptedModel.answering("{\"chat_message\":\"a\"}").model());
    // @start region="file"
    try (var store = FileCacheStore.open(path)) {
      var cache = ResponseCache.builder().store(store).build();
      CachedAgent.of(agent, cache).run(new BasicChatInput("Why is the sky blue?"));
    }
    // @end
    assertThat(path).exists();
  }

  @Test
  @Timeout(30)
  void folder(@TempDir Path folder) {
    Path path = folder.resolve("shared");
    var agent =
        AtomicAgent.of(
            ScriptedModel.by(request -> ScriptedResponse.text("{\"chat_message\":\"a\"}")).model());
    // @start region="folder"
    var cache = ResponseCache.builder().store(FolderCacheStore.open(path)).build();
    CachedAgent.of(agent, cache).run(new BasicChatInput("Why is the sky blue?"));
    // @end
    var other = ResponseCache.builder().store(FolderCacheStore.open(path)).build();
    awaitAnOutput(CachedAgent.of(agent, other), new BasicChatInput("Why is the sky blue?"));
  }

  @Test
  @Timeout(30)
  void jdbc(@TempDir Path folder) {
    DataSource dataSource = new DriverDataSource("jdbc:sqlite:" + folder.resolve("cache.db"));
    var agent =
        AtomicAgent.of(
            ScriptedModel.by(request -> ScriptedResponse.text("{\"chat_message\":\"a\"}")).model());
    // @start region="jdbc"
    var store = JdbcCacheStore.of(dataSource);
    store.createTable();
    var cache = ResponseCache.builder().store(store).build();
    CachedAgent.of(agent, cache).run(new BasicChatInput("Why is the sky blue?"));
    // @end
    var other = ResponseCache.builder().store(store).build();
    awaitAnOutput(CachedAgent.of(agent, other), new BasicChatInput("Why is the sky blue?"));
    assertThat(cache.statistics().storeFailures()).isZero();
  }

  // The output is written after the run has ended.
  private static void awaitAnOutput(
      CachedAgent<BasicChatInput, BasicChatOutput> other, BasicChatInput input) {
    while (other.withMode(CacheMode.READ_ONLY).call(input).cacheState() != CacheState.HIT) {
      Thread.onSpinWait();
    }
  }
}
