package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.CancelledException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thousand identical runs, of which half are interrupted or closed at random moments. */
class LeavingCallersTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");
  private static final int CALLERS = 1_000;

  private final GatedResponses gate = new GatedResponses();
  private final ResponseCache cache = ResponseCache.create();
  private final CachedAgent<Inquiry, Plan> cached =
      CachedAgent.of(AtomicAgent.of(Inquiry.class, Plan.class, gate.model()), cache);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendOneRequestWhileOneCallerRemains(boolean isStream) throws Exception {
    long seed = ThreadLocalRandom.current().nextLong();
    System.out.println("LeavingCallersTest: seed " + seed);
    var random = new Random(seed);
    List<Caller> callers = new ArrayList<>();
    callers.add(start(isStream, false));
    awaitThat(() -> cache.engine().waitingRuns() == 1);
    for (int i = 1; i < CALLERS; i++) {
      callers.add(start(isStream, random.nextBoolean()));
      if (random.nextInt(4) == 0) {
        callers.get(random.nextInt(callers.size())).leave();
      }
    }

    emitInPieces(random, callers);

    for (Caller caller : callers) {
      caller.awaitEnd();
    }
    assertThat(gate.requests()).isEqualTo(1);
    assertThat(cache.engine().waitingRuns()).isZero();
    assertThat(callers.getFirst().output).isEqualTo(CacheTypes.PLAN);
    for (Caller caller : callers) {
      caller.check();
    }
  }

  private void emitInPieces(Random random, List<Caller> callers) {
    String text = CacheTypes.PLAN_JSON;
    for (int position = 0; position < text.length(); ) {
      int end = Math.min(text.length(), position + 1 + random.nextInt(20));
      gate.emit(text.substring(position, end));
      position = end;
      callers.get(random.nextInt(callers.size())).leave();
    }
    gate.end();
    for (int i = 0; i < CALLERS / 4; i++) {
      callers.get(random.nextInt(callers.size())).leave();
    }
  }

  private Caller start(boolean isStream, boolean mayLeave) {
    var caller = new Caller(isStream, mayLeave);
    caller.thread = Thread.ofVirtual().start(caller);
    return caller;
  }

  /** One caller with a conversation of its own. */
  private final class Caller implements Runnable {
    private final ChatHistory history = ChatHistory.unbounded();
    private final boolean isStream;
    private final boolean mayLeave;
    private volatile @Nullable AgentStream<Plan> stream;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Plan output;
    private volatile @Nullable RuntimeException failure;

    Caller(boolean isStream, boolean mayLeave) {
      this.isStream = isStream;
      this.mayLeave = mayLeave;
    }

    @Override
    public void run() {
      try {
        output = isStream ? streamed() : cached.run(INPUT, RunOptions.history(history));
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    private Plan streamed() {
      try (AgentStream<Plan> opened = cached.stream(INPUT, RunOptions.history(history))) {
        stream = opened;
        opened.forEach(partial -> {});
        return opened.result();
      }
    }

    /** Closes the stream, or interrupts the thread. */
    void leave() {
      if (!mayLeave) {
        return;
      }
      AgentStream<Plan> opened = stream;
      if (opened == null) {
        interrupt();
      } else {
        opened.close();
      }
    }

    private void interrupt() {
      Thread running = thread;
      if (running != null) {
        running.interrupt();
      }
    }

    void awaitEnd() throws InterruptedException {
      Thread running = thread;
      if (running != null) {
        running.join();
      }
    }

    void check() {
      if (failure == null) {
        assertThat(output).isEqualTo(CacheTypes.PLAN);
        assertThat(history.messages()).hasSize(2);
      } else {
        assertThat(mayLeave).isTrue();
        assertThat(failure).isInstanceOf(CancelledException.class);
        assertThat(history.messages()).isEmpty();
      }
    }
  }
}
