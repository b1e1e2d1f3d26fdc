package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.Partial;
import org.atomicagents.error.CancelledException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests that readers of one stream, on virtual and platform threads, get everything or a
 * cancellation. Each round has other readers and ends of readers.
 */
@Timeout(300)
class StreamHandOverTest {
  private static final BasicChatInput INPUT = new BasicChatInput("plan");

  @Description("A plan")
  record Plan(String title, List<Step> steps, String summary) {}

  @Description("A step")
  record Step(String name, int days) {}

  /** A way to read a stream. */
  private enum View {
    PARTIALS,
    TEXT,
    ELEMENTS,
    RESULT,
    PUBLISHER
  }

  /** What happens after some items. */
  private enum Disturbance {
    NONE,
    LEAVE,
    JOIN,
    CLOSE,
    INTERRUPT;

    private static final List<Disturbance> ALL = List.of(values());
  }

  /** What a reader has got: the value of its view, or the failure. */
  private record Outcome(View view, @Nullable Object value, @Nullable Throwable failure) {}

  @Test
  void everyReaderGetsEverythingOrACancellation() throws Exception {
    play(300);
  }

  @Test
  @Tag("soak")
  void everyReaderGetsEverythingOrACancellationInThousandsOfRounds() throws Exception {
    play(5_000);
  }

  private static void play(int rounds) throws Exception {
    long seed = System.nanoTime();
    System.out.println("StreamHandOverTest: seed " + seed);
    try (var provider = SimulatedProvider.builder().chunkCharacters(3).start();
        // A call that is not released would block one of the next rounds.
        var pool =
            ConnectionPool.builder()
                .maxConnections(2)
                .queueTimeout(Duration.ofSeconds(60))
                .build();
        OpenAi client =
            OpenAi.builder()
                .baseUrl(provider.baseUrl())
                .apiKey(ApiKey.of("key"))
                .pool(pool)
                .build()) {
      var agent = AtomicAgent.of(BasicChatInput.class, Plan.class, client.model("any"));
      Plan expected = agent.run(INPUT);
      for (int round = 0; round < rounds; round++) {
        new Round(agent.stream(INPUT), new Random(seed + round))
            .play(expected, "seed " + (seed + round));
      }
    }
  }

  /** A stream with some readers. */
  private static final class Round {
    private final AgentStream<Plan> stream;
    private final Random random;
    private final Disturbance disturbance;
    private final int when;
    private final AtomicInteger items = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    private final CompletableFuture<Outcome> joined = new CompletableFuture<>();

    Round(AgentStream<Plan> stream, Random random) {
      this.stream = stream;
      this.random = random;
      this.disturbance = Disturbance.ALL.get(random.nextInt(Disturbance.ALL.size()));
      this.when = 1 + random.nextInt(30);
    }

    void play(Plan expected, String description) throws Exception {
      // The partial values can be read once: by an iterator or by a publisher.
      var views = new ArrayList<>(List.of(View.TEXT, View.ELEMENTS, View.RESULT));
      views.add(random.nextBoolean() ? View.PARTIALS : View.PUBLISHER);
      Collections.shuffle(views, random);
      views.subList(0, 1 + random.nextInt(3)).forEach(this::addReader);
      threads.forEach(Thread::start);
      for (var outcome : outcomes) {
        check(outcome.get(), expected, description);
      }
      if (joined.isDone()) {
        check(joined.get(), expected, description);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      stream.close();
    }

    private void addReader(View view) {
      var outcome = new CompletableFuture<Outcome>();
      outcomes.add(outcome);
      Runnable work = () -> outcome.complete(read(view));
      threads.add(
          random.nextInt(3) > 0 ? Thread.ofVirtual().unstarted(work) : new Thread(work, "reader"));
    }

    private Outcome read(View view) {
      try {
        return new Outcome(view, value(view), null);
      } catch (CancelledException e) {
        return new Outcome(view, null, e);
      } catch (Throwable e) {
        return new Outcome(view, null, new AssertionError("failed", e));
      }
    }

    private Object value(View view) {
      return switch (view) {
        case PARTIALS -> {
          Plan last = null;
          for (Partial<Plan> partial : stream) {
            last = partial.value();
            if (count()) {
              yield stream.result();
            }
          }
          yield last;
        }
        case TEXT -> {
          var text = new StringBuilder();
          for (var delta : stream.text("$.title")) {
            text.append(delta.text());
            count();
          }
          yield text.toString();
        }
        case ELEMENTS -> {
          var steps = new ArrayList<Step>();
          for (var element : stream.elements("$.steps", Step.class)) {
            steps.add(element.value());
            count();
          }
          yield steps;
        }
        case RESULT -> stream.result();
        case PUBLISHER -> published();
      };
    }

    private Plan published() {
      var last = new CompletableFuture<Plan>();
      stream.publisher().subscribe(new LastItem(last, this::count));
      try {
        return last.get();
      } catch (InterruptedException e) {
        throw CancelledException.interrupted("waiting", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof CancelledException cancelled) {
          throw cancelled;
        }
        throw new AssertionError(e.getCause());
      }
    }

    /**
     * Counts an item and disturbs the stream; returns whether the calling reader leaves its view.
     */
    private boolean count() {
      if (items.incrementAndGet() != when) {
        return false;
      }
      switch (disturbance) {
        case JOIN -> joined.complete(read(View.RESULT));
        case CLOSE -> Thread.ofVirtual().start(stream::close);
        case INTERRUPT -> threads.get(random.nextInt(threads.size())).interrupt();
        default -> {}
      }
      return disturbance == Disturbance.LEAVE;
    }

    private void check(Outcome outcome, Plan expected, String description) {
      boolean mayFail = disturbance == Disturbance.CLOSE || disturbance == Disturbance.INTERRUPT;
      if (mayFail && outcome.failure() instanceof CancelledException) {
        return;
      }
      assertThat(outcome.failure())
          .as("%s %s %s of %d", description, disturbance, outcome.view(), threads.size())
          .isNull();
      Object whole =
          switch (outcome.view()) {
            case TEXT -> expected.title();
            case ELEMENTS -> expected.steps();
            case PARTIALS, RESULT, PUBLISHER -> expected;
          };
      assertThat(outcome.value())
          .as("%s %s %s of %d", description, disturbance, outcome.view(), threads.size())
          .isEqualTo(whole);
    }
  }

  /** A subscriber that requests one item at a time and keeps the last one. */
  private static final class LastItem implements Flow.Subscriber<Partial<Plan>> {
    private final CompletableFuture<Plan> last;
    private final Runnable onItem;
    private Flow.@Nullable Subscription subscription;
    private @Nullable Plan latest;

    LastItem(CompletableFuture<Plan> last, Runnable onItem) {
      this.last = last;
      this.onItem = onItem;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
      subscription = started;
      started.request(1);
    }

    @Override
    public void onNext(Partial<Plan> item) {
      latest = item.value();
      onItem.run();
      subscription.request(1);
    }

    @Override
    public void onError(Throwable failure) {
      last.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      last.complete(latest);
    }
  }
}
