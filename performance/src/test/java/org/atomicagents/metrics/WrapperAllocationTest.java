package org.atomicagents.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.CacheState;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.resilience.Bulkhead;
import org.atomicagents.resilience.CircuitBreaker;
import org.atomicagents.resilience.HedgePolicy;
import org.atomicagents.resilience.ModelChain;
import org.atomicagents.usage.UsageLimiter;
import org.atomicagents.usage.UsageLimits;
import org.junit.jupiter.api.Test;

/**
 * The memory that wrappers allocate per call, as the JVM counts it for the thread of the caller. A
 * JIT compiler only eliminates allocations, so that the bounds hold in every JVM. Of two, the one
 * without the wrapper is measured first: a later one can only be compiled better.
 */
class WrapperAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final BasicChatInput INPUT = new BasicChatInput("Why is the sky blue?");
  private static final int BLOCKS = 10;
  private static final int CALLS = 50;
  private static final List<ModelEvent> RESPONSE =
      List.of(
          new ModelEvent.Started("1", "stub", Map.of()),
          new ModelEvent.TextDelta("{\"chat_message\":\"Because of Rayleigh scattering.\"}"),
          new ModelEvent.UsageReport(Usage.of(10, 8)),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));
  private static final ModelRequest REQUEST =
      ModelRequest.of("stub", List.of(Message.user("Why is the sky blue?")));
  private static final Model STUB =
      Model.of((request, context) -> ModelExchange.of(RESPONSE), "stub")
          .withModes(ResponseMode.JSON_SCHEMA);

  @Test
  void boundsTheBytesOfAHitOfTheCacheInAConversationOf16Kilobytes() {
    ChatHistory history = conversation(16 * 1024);
    CachedAgent<BasicChatInput, BasicChatOutput> agent =
        CachedAgent.of(AtomicAgent.of(STUB), ResponseCache.create()).withTenant("acme");
    agent.call(INPUT, RunOptions.history(history.fork()));

    long bytes =
        bytesPerCall(() -> {
          RunOptions options = RunOptions.history(history.fork());
          assertSame(CacheState.HIT, agent.call(INPUT, options).cacheState());
        });

    // 15,832 in the interpreter of JDK 25.
    assertThat(bytes).isBetween(1L, 16_000L);
  }

  @Test
  void boundsTheBytesOfARequestThroughAllInterceptors() {
    Model chain =
        ModelChain.of(STUB)
            .withUsageLimits(
                UsageLimiter.total("test", UsageLimits.none().withInputTokens(1_000_000_000_000L)))
            .withFallback(Model.of(STUB.client(), "other"))
            .withHedging(HedgePolicy.ofDefaults())
            .withRetry(RetryPolicy.ofDefaults())
            .withCircuitBreaker(CircuitBreaker.ofDefaults())
            .withBulkhead(Bulkhead.of(1_000))
            .withRateLimit(RateLimit.perMinute(6_000_000_000L).build())
            .toModel();

    long bytes = bytesPerCall(() -> read(chain));

    // 5,624 in the interpreter of JDK 25.
    assertThat(bytes).isBetween(1L, 5_750L);
  }

  @Test
  void boundsTheBytesOfACallThatAnOpenCircuitBreakerRejects() {
    Model failing =
        Model.of(
            (request, context) -> {
              throw UnavailableException.of(new ProviderError("stub", 503, null, "down", ""), null);
            },
            "stub");
    Model open =
        ModelChain.of(failing)
            .withCircuitBreaker(CircuitBreaker.ofDefaults().withFailures(1))
            .toModel();
    assertThat(failureOf(open)).isInstanceOf(UnavailableException.class);
    assertThat(failureOf(open)).isInstanceOf(CircuitOpenException.class);

    long bytes = bytesPerCall(() -> failureOf(open));

    // 3,776 in the interpreter of JDK 25.
    assertThat(bytes).isBetween(1L, 3_850L);
  }

  @Test
  void allocatesNothingForMetricsThatAreTurnedOff() {
    Agent<BasicChatInput, BasicChatOutput> bare = AtomicAgent.of(STUB);
    Agent<BasicChatInput, BasicChatOutput> off =
        TimedAgent.of(bare).withTag("test").withRecording(false);

    long bareBytes = bytesPerCall(() -> bare.run(INPUT));

    assertThat(bytesPerCall(() -> off.run(INPUT))).isLessThanOrEqualTo(bareBytes);
  }

  @Test
  void boundsTheBytesOfMetrics() {
    Agent<BasicChatInput, BasicChatOutput> bare = AtomicAgent.of(STUB);
    Agent<BasicChatInput, BasicChatOutput> on = TimedAgent.of(bare).withTag("test");

    long bareBytes = bytesPerCall(() -> bare.run(INPUT));
    long bytes = bytesPerCall(() -> on.run(INPUT)) - bareBytes;

    // 968 in the interpreter of JDK 25; more if only the call without metrics is compiled.
    assertThat(bytes).isLessThanOrEqualTo(1_200);
  }

  /** Returns the bytes per call of the best block; the first blocks also load classes. */
  private static long bytesPerCall(Runnable call) {
    long least = Long.MAX_VALUE;
    for (int block = 0; block < BLOCKS; block++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS);
    }
    return least;
  }

  private static void read(Model model) {
    int events = 0;
    try (ModelExchange exchange = model.open(REQUEST, RunContext.standalone())) {
      for (ModelEvent event : exchange) {
        events += event == null ? 0 : 1;
      }
    }
    assertSame(RESPONSE.size(), events);
  }

  private static RuntimeException failureOf(Model model) {
    try (ModelExchange exchange = model.open(REQUEST, RunContext.standalone())) {
      throw new AssertionError("expected a failure, found " + exchange);
    } catch (UnavailableException | CircuitOpenException e) {
      return e;
    }
  }

  // An assertion that allocates nothing.
  private static void assertSame(Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new AssertionError("expected " + expected + ", found " + found);
    }
  }

  private static ChatHistory conversation(int length) {
    ChatHistory history = ChatHistory.unbounded();
    String text = "How do I move the appointment of next Tuesday to the week after? ".repeat(5);
    for (int i = 0; i * 2 * text.length() < length; i++) {
      history.commit(
          Turn.of(ChatEntry.of(Message.user(text + i)), ChatEntry.of(Message.assistant(text + i))));
    }
    return history;
  }
}
