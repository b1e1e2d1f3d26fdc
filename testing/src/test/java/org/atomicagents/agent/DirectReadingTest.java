package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.agent.OrderTypes.BAD_TYPE;
import static org.atomicagents.agent.OrderTypes.GOOD;
import static org.atomicagents.agent.OrderTypes.LINE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunOptions;
import org.atomicagents.StreamOptions;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests on virtual threads, which read the response themselves. */
@Timeout(60)
class DirectReadingTest {
  private static final Wish WISH = new Wish("two a");
  private static final AtomicInteger accesses = new AtomicInteger();

  /** A line that counts the calls of an accessor. */
  @Description("A line of an order")
  record Counted(String sku, int count) {
    @Override
    public String sku() {
      accesses.incrementAndGet();
      return sku;
    }
  }

  @Test
  void readsOnTheWaitingThread() throws Exception {
    var model = new RecordingModel();
    // A clock that does not advance: the reader takes over from a thread that was absent for 20 ms.
    var agent =
        AtomicAgent.builder(
                Wish.class,
                Line.class,
                Model.of(model, "recording").withModes(ResponseMode.JSON_SCHEMA))
            .timeSource(new ManualClock())
            .build();

    onVirtualThread(() -> {
      model.release(GOOD.length());
      try (var stream = agent.stream(WISH)) {
        assertThat(text(stream)).isEqualTo(GOOD);
        assertThat(stream.result()).isEqualTo(LINE);
      }
      assertThat(model.readers).containsExactly(Thread.currentThread());
      return null;
    });
  }

  @Test
  void readsOnASeparateThreadForAPlatformThread() {
    var model = new RecordingModel();
    model.release(GOOD.length());

    try (var stream = agent(model).stream(WISH)) {
      assertThat(stream.result()).isEqualTo(LINE);
    }

    assertThat(model.readers).hasSize(1).allMatch(Thread::isVirtual);
  }

  @Test
  void readsOnASeparateThreadWithAnInterval() throws Exception {
    var model = new RecordingModel();
    var options =
        RunOptions.defaults()
            .withStream(StreamOptions.defaults().withInterval(Duration.ofMillis(1)));

    onVirtualThread(() -> {
      model.release(GOOD.length());
      try (var stream = agent(model).stream(WISH, options)) {
        assertThat(last(stream.iterator()).value()).isEqualTo(LINE);
      }
      assertThat(model.readers).hasSize(1).doesNotContain(Thread.currentThread());
      return null;
    });
  }

  @Test
  void aSecondReaderGetsEverythingAlthoughTheFirstOneHasLeft() throws Exception {
    var model = new RecordingModel();

    onVirtualThread(() -> {
      try (var stream = agent(model).stream(WISH);
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Iterator<RawDelta> first = stream.deltas().iterator();
        model.release(1);
        assertThat(first.next().text()).isEqualTo(GOOD.substring(0, 1));
        Future<Line> second = threads.submit(stream::result);
        model.release(GOOD.length());

        assertThat(second.get()).isEqualTo(LINE);
        assertThat(first.next().text()).isEqualTo(GOOD.substring(1, 2));
      }
      return null;
    });
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // Yields let both threads wait in turn.
  void twoThreadsThatWaitBothGetTheResult() throws Exception {
    var model = new RecordingModel();

    onVirtualThread(() -> {
      try (var stream = agent(model).stream(WISH);
          var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<String> first = threads.submit(() -> text(stream));
        Future<Line> second = threads.submit(stream::result);
        for (int i = 0; i < GOOD.length(); i++) {
          model.release(1);
          Thread.yield();
        }

        assertThat(first.get()).isEqualTo(GOOD);
        assertThat(second.get()).isEqualTo(LINE);
      }
      return null;
    });
  }

  @Test
  void completesTheOutputOnceIfAnotherThreadWaitsDuringTheLastRead() throws Exception {
    int rounds = 50;
    accesses.set(0);
    readCounted(stream -> {});
    int once = accesses.get();

    for (int i = 1; i < rounds; i++) {
      readCounted(stream -> {
        Thread platform = Thread.ofPlatform().start(stream::awaitStart);
        try {
          platform.join();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      });
    }

    assertThat(accesses).hasValue(rounds * once);
  }

  @Test
  void readsTheRestOfAStreamWhoseOnlyReaderDoesNotReturn() throws Exception {
    var model = new RecordingModel();

    onVirtualThread(() -> {
      var stream = agent(model).stream(WISH);
      model.release(GOOD.length());
      stream.awaitStart();

      model.ended.await();
      assertThat(model.readers).hasSize(2);
      assertThat(stream.result()).isEqualTo(LINE);
      return null;
    });
  }

  @Test
  void closingEndsTheReadOfTheWaitingThread() throws Exception {
    var model = new RecordingModel();
    var history = ChatHistory.unbounded();

    onVirtualThread(() -> {
      var stream = agent(model).stream(WISH, RunOptions.history(history));
      Thread.ofVirtual()
          .start(() -> {
            model.awaitBlockedRead();
            stream.close();
          });

      assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
      return null;
    });

    assertThat(history.messages()).isEmpty();
  }

  @Test
  void anInterruptEndsTheReadOfTheWaitingThread() throws Exception {
    var model = new RecordingModel();
    var history = ChatHistory.unbounded();

    onVirtualThread(() -> {
      Thread reader = Thread.currentThread();
      try (var stream = agent(model).stream(WISH, RunOptions.history(history))) {
        Thread.ofVirtual()
            .start(() -> {
              model.awaitBlockedRead();
              reader.interrupt();
            });

        assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
      }
      return null;
    });

    assertThat(history.messages()).isEmpty();
  }

  @Test
  void anInterruptBeforeTheReadCancelsTheStream() throws Exception {
    var model = new RecordingModel();

    onVirtualThread(() -> {
      try (var stream = agent(model).stream(WISH)) {
        Thread.currentThread().interrupt();

        assertThatThrownBy(stream::result).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(model.readers).isEmpty();
      return null;
    });
  }

  @Test
  void asksAgainAndThrowsFailuresOnTheWaitingThread() throws Exception {
    onVirtualThread(() -> {
      try (var stream = agentOf(ScriptedModel.answering(BAD_TYPE, GOOD)).stream(WISH)) {
        List<Partial<Line>> partials = new ArrayList<>();
        stream.forEach(partials::add);

        assertThat(partials.getLast().attempt()).isEqualTo(2);
        assertThat(stream.result()).isEqualTo(LINE);
      }
      return null;
    });
    onVirtualThread(() -> {
      var failing = new RecordingModel();
      failing.release(3);
      failing.failAfter = 3;
      try (var stream = agent(failing).stream(WISH)) {
        assertThatThrownBy(() -> text(stream)).isInstanceOf(TransportException.class);
        assertThatThrownBy(stream::result).isInstanceOf(TransportException.class);
      }
      return null;
    });
  }

  private static void readCounted(Consumer<AgentStream<Counted>> beforeTheLastEvent)
      throws Exception {
    var model = new RecordingModel();
    model.release(GOOD.length());
    var agent =
        AtomicAgent.of(
            Wish.class,
            Counted.class,
            Model.of(model, "recording").withModes(ResponseMode.JSON_SCHEMA));
    onVirtualThread(() -> {
      try (var stream = agent.stream(WISH)) {
        model.beforeTheEnd = () -> beforeTheLastEvent.accept(stream);
        stream.result();
      }
      return null;
    });
  }

  private static void onVirtualThread(Callable<Void> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(work).get();
    }
  }

  private static AtomicAgent<Wish, Line> agent(RecordingModel model) {
    return AtomicAgent.of(
        Wish.class, Line.class, Model.of(model, "recording").withModes(ResponseMode.JSON_SCHEMA));
  }

  private static AtomicAgent<Wish, Line> agentOf(ScriptedModel script) {
    return AtomicAgent.of(Wish.class, Line.class, script.model());
  }

  private static String text(AgentStream<Line> stream) {
    var text = new StringBuilder();
    stream.deltas().forEach(delta -> text.append(delta.text()));
    return text.toString();
  }

  private static Partial<Line> last(Iterator<Partial<Line>> partials) {
    Partial<Line> last = partials.next();
    while (partials.hasNext()) {
      last = partials.next();
    }
    return last;
  }

  /**
   * A model whose response arrives in characters that a test releases, and that records its reading
   * threads.
   */
  private static final class RecordingModel implements ModelClient {
    private final Set<Thread> readers = new CopyOnWriteArraySet<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final Semaphore released = new Semaphore(0);
    private volatile boolean closed;
    private volatile int failAfter = Integer.MAX_VALUE;
    private volatile Runnable beforeTheEnd = () -> {};

    void release(int characters) {
      released.release(characters);
    }

    void awaitBlockedRead() {
      try {
        blocked.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public ModelExchange open(ModelRequest request, RunContext context) {
      readers.add(Thread.currentThread());
      context.onCancel(this::close);
      return new ModelExchange() {
        @Override
        public Iterator<ModelEvent> iterator() {
          return new EventIterator();
        }

        @Override
        public void close() {
          RecordingModel.this.close();
        }
      };
    }

    private void close() {
      closed = true;
      released.release(GOOD.length() + 1);
    }

    private void awaitRelease() {
      if (released.availablePermits() == 0) {
        blocked.countDown();
      }
      try {
        released.acquire();
      } catch (InterruptedException e) {
        throw CancelledException.interrupted("reading", e);
      }
      if (closed) {
        throw CancelledException.closed("reading");
      }
    }

    private final class EventIterator implements Iterator<ModelEvent> {
      private int events = -1;

      @Override
      public boolean hasNext() {
        return events <= GOOD.length();
      }

      @Override
      public ModelEvent next() {
        readers.add(Thread.currentThread());
        if (events < 0) {
          events++;
          return new ModelEvent.Started("id", "recording", Map.of());
        }
        if (events == GOOD.length()) {
          events++;
          beforeTheEnd.run();
          ended.countDown();
          return new ModelEvent.Finished(FinishReason.STOP, "stop");
        }
        if (events == failAfter) {
          throw TransportException.of("cut", TransportException.Stage.RESPONSE, null);
        }
        awaitRelease();
        return new ModelEvent.TextDelta(GOOD.substring(events, ++events));
      }
    }
  }
}
