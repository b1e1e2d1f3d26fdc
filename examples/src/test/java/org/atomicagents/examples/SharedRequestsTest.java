package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.Partial;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SharedRequestsTest {
  private static final int CALLERS = 1_000;
  private static final BasicChatInput INPUT = new BasicChatInput("Why is the sky blue?");

  @Test
  @DisplayName("F05 1,000 concurrent runs send one request over HTTP")
  void f05Runs() throws Exception {
    try (var provider = SimulatedProvider.start();
        var client = OpenAi.at(provider.baseUrl())) {
      var cached = cached(client);

      List<BasicChatOutput> outputs = concurrently(() -> cached.run(INPUT));

      assertThat(outputs).hasSize(CALLERS).containsOnly(outputs.getFirst());
      assertThat(provider.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("F05 1,000 concurrent streams send one request over HTTP, also if the first closes")
  void f05Streams() throws Exception {
    try (var provider = SimulatedProvider.builder().tokensPerSecond(100).start();
        var client = OpenAi.at(provider.baseUrl())) {
      var cached = cached(client);
      AgentStream<BasicChatOutput> first = cached.stream(INPUT);
      first.awaitStart();
      try (AgentStream<BasicChatOutput> second = cached.stream(INPUT)) {
        second.awaitStart();
        first.close();

        List<BasicChatOutput> outputs = concurrently(() -> lastPartial(cached));

        assertThat(outputs).hasSize(CALLERS).containsOnly(second.result());
      }
      assertThat(provider.requests()).hasSize(1);
    }
  }

  private static BasicChatOutput lastPartial(CachedAgent<BasicChatInput, BasicChatOutput> cached) {
    BasicChatOutput last = null;
    try (AgentStream<BasicChatOutput> stream = cached.stream(INPUT)) {
      for (Partial<BasicChatOutput> partial : stream) {
        last = partial.value();
      }
    }
    return last;
  }

  private static CachedAgent<BasicChatInput, BasicChatOutput> cached(OpenAi client) {
    return CachedAgent.of(AtomicAgent.of(client.model("any")), ResponseCache.create());
  }

  private static <T> List<T> concurrently(Callable<T> call) throws Exception {
    var barrier = new CyclicBarrier(CALLERS);
    List<FutureTask<T>> tasks = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      var task =
          new FutureTask<T>(() -> {
            barrier.await();
            return call.call();
          });
      Thread.ofVirtual().start(task);
      tasks.add(task);
    }
    List<T> results = new ArrayList<>();
    for (FutureTask<T> task : tasks) {
      results.add(task.get());
    }
    return results;
  }
}
