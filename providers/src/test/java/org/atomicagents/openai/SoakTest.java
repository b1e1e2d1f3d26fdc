package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.AgentException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.model.RetryPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A soak test: heap, sockets and threads stay constant under calls and streams at full rate, of
 * which one in a hundred is aborted by the server or the caller.
 *
 * <p>Run it with {@code mvn verify -Psoak}. The default duration is ten minutes; {@code
 * -Datomic.soak=PT1M} sets another.
 */
@Tag("soak")
class SoakTest {
  private static final int CALLERS = 100;
  private static final int SAMPLES = 20;
  private static final String CONTENT = "{\\\"chat_message\\\":\\\"hello\\\"}";
  private static final String COMPLETE =
      """
      {"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"%s"}}]}
      """
          .formatted(CONTENT);
  private static final String STREAMED =
      """
      data: {"choices":[{"index":0,"delta":{"content":"%s"}}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: [DONE]

      """
          .formatted(CONTENT);

  private record Sample(long heapKilobytes, long sockets, int threads, long calls, long failures) {}

  private final LongAdder calls = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile boolean finished;

  @Test
  void heapSocketsAndThreadsStayFlat() throws Exception {
    Duration duration = Duration.parse(System.getProperty("atomic.soak", "PT10M"));
    List<Sample> samples = new ArrayList<>();
    try (var server = LoopbackServer.start(SoakTest::respond);
        var pool = ConnectionPool.builder().maxConnections(CALLERS).build();
        var client =
            OpenAi.builder(Provider.of("local", server.uri("/v1")))
                .pool(pool)
                .retry(RetryPolicy.none())
                .build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var agent = AtomicAgent.of(client.model("any"));
      threads.execute(() -> discardRequests(server));
      for (int i = 0; i < CALLERS; i++) {
        threads.execute(() -> callRepeatedly(agent));
      }
      try {
        collectSamples(duration, samples);
      } finally {
        finished = true;
        threads.shutdownNow();
      }
    }

    assertThat(samples.getLast().calls()).isGreaterThan(SAMPLES * 1_000L);
    assertThat(samples.getLast().failures()).isLessThan(samples.getLast().calls() / 20);
    Sample early = samples.get(SAMPLES / 4);
    for (Sample late : samples.subList(SAMPLES / 2, SAMPLES)) {
      assertThat(late.heapKilobytes()).isLessThan(early.heapKilobytes() * 5 / 4 + 4_096);
      assertThat(late.sockets()).isLessThan(early.sockets() + CALLERS);
      assertThat(late.threads()).isLessThan(early.threads() + 10);
    }
  }

  private void collectSamples(Duration duration, List<Sample> samples) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    for (int i = 1; i <= SAMPLES; i++) {
      Thread.sleep(Duration.ofNanos((end - System.nanoTime()) / (SAMPLES + 1 - i)));
      samples.add(sample());
      System.out.println(samples.getLast());
    }
  }

  private void callRepeatedly(AtomicAgent<BasicChatInput, BasicChatOutput> agent) {
    var input = new BasicChatInput("hello");
    while (!finished) {
      try {
        if (calls.intValue() % 2 == 0) {
          agent.run(input);
        } else {
          stream(agent, input);
        }
      } catch (AgentException e) {
        failures.increment();
      }
      calls.increment();
    }
  }

  private static void stream(
      AtomicAgent<BasicChatInput, BasicChatOutput> agent, BasicChatInput input) {
    try (AgentStream<BasicChatOutput> stream = agent.stream(input)) {
      if (ThreadLocalRandom.current().nextInt(100) > 0) {
        stream.result();
      }
    }
  }

  private static void respond(LoopbackServer.Received request, LoopbackServer.Client client)
      throws IOException {
    if (ThreadLocalRandom.current().nextInt(100) == 0) {
      client.hangUp();
    } else if (request.body().contains("\"stream\":true")) {
      client.respond(200, "text/event-stream", STREAMED);
    } else {
      client.respond(200, "application/json", COMPLETE);
    }
  }

  /** Discards the recorded requests, which the server would otherwise keep in memory. */
  private static void discardRequests(LoopbackServer server) {
    try {
      while (true) {
        server.takeRequest();
      }
    } catch (InterruptedException e) {
      // The test is finished.
    }
  }

  private Sample sample() {
    System.gc();
    var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Sample(
        memory.getUsed() / 1_024,
        system.getOpenFileDescriptorCount(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        calls.sum(),
        failures.sum());
  }
}
