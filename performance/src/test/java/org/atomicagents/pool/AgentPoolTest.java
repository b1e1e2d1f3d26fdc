package org.atomicagents.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.atomicagents.error.CancelledException;
import org.atomicagents.limit.DrivenClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AgentPoolTest {
  private final AtomicInteger builds = new AtomicInteger();
  private final List<Object> closed = new ArrayList<>();

  @Test
  @DisplayName("F11 an agent is built by the first request, and once")
  void f11() {
    AgentPool<String, Object> pool = AgentPool.of(this::build);
    assertThat(builds).hasValue(0);

    Object first = pool.get("chat");

    assertThat(pool.get("chat")).isSameAs(first);
    assertThat(pool.get("analysis")).isNotSameAs(first);
    assertThat(builds).hasValue(2);
  }

  @Test
  @DisplayName("F11 32 concurrent first requests build once")
  void f11Concurrent() throws Exception {
    var release = new CountDownLatch(1);
    AgentPool<String, Object> pool =
        AgentPool.of(key -> {
          await(release);
          return build(key);
        });

    var agents = new HashSet<Object>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> requests =
          IntStream.range(0, 32).mapToObj(i -> executor.submit(() -> pool.get("chat"))).toList();
      release.countDown();
      for (Future<Object> request : requests) {
        agents.add(request.get());
      }
    }

    assertThat(agents).hasSize(1);
    assertThat(builds).hasValue(1);
  }

  @Test
  void buildsAgainAfterAFailure() {
    AgentPool<String, Object> pool =
        AgentPool.of(key -> {
          if (builds.incrementAndGet() == 1) {
            throw new IllegalStateException("no key");
          }
          return key;
        });

    assertThatThrownBy(() -> pool.get("chat")).hasMessage("no key");

    assertThat(pool.size()).isZero();
    assertThat(pool.get("chat")).isEqualTo("chat");
  }

  @Test
  void removesTheLeastRecentlyUsedAgentBeyondTheMaximum() {
    var time = DrivenClock.stopped();
    AgentPool<String, Object> pool =
        AgentPool.<String, Object>of(key -> key)
            .withMaxSize(2)
            .withTimeSource(time)
            .withCloseHook(closed::add);

    pool.get("a");
    time.advance(Duration.ofSeconds(1));
    pool.get("b");
    time.advance(Duration.ofSeconds(1));
    pool.get("a");
    time.advance(Duration.ofSeconds(1));
    pool.get("c");

    assertThat(closed).containsExactly("b");
    assertThat(pool.size()).isEqualTo(2);
  }

  @Test
  void removesIdleAgents() {
    var time = DrivenClock.stopped();
    AgentPool<String, Object> pool =
        AgentPool.<String, Object>of(key -> key)
            .withMaxIdle(Duration.ofMinutes(1))
            .withTimeSource(time)
            .withCloseHook(closed::add);

    pool.get("a");
    time.advance(Duration.ofMinutes(1));
    pool.get("b");
    assertThat(closed).isEmpty();

    time.advance(Duration.ofSeconds(1));
    pool.get("b");
    assertThat(closed).containsExactly("a");
  }

  @Test
  void measuresTheIdleTimeFromTheEndOfTheBuild() {
    var time = DrivenClock.stopped();
    AgentPool<String, Object> pool =
        AgentPool.<String, Object>of(
                key -> {
                  time.advance(Duration.ofMinutes(2));
                  return key;
                })
            .withMaxIdle(Duration.ofMinutes(1))
            .withTimeSource(time)
            .withCloseHook(closed::add);

    pool.get("a");
    pool.evictIdle();

    assertThat(closed).isEmpty();
    assertThat(pool.size()).isEqualTo(1);
  }

  @Test
  void closesAnAgentThatWasRemovedDuringItsBuildAndBuildsAnother() {
    var pools = new ArrayList<AgentPool<String, Object>>();
    pools.add(
        AgentPool.<String, Object>of(
                key -> {
                  if (builds.incrementAndGet() == 1) {
                    pools.getFirst().evict(key);
                  }
                  return key + builds;
                })
            .withCloseHook(closed::add));

    assertThat(pools.getFirst().get("a")).isEqualTo("a2");

    assertThat(closed).containsExactly("a1");
    assertThat(pools.getFirst().size()).isEqualTo(1);
  }

  @Test
  void acceptsAnIdleTimeWithoutEnd() {
    AgentPool<String, Object> pool =
        AgentPool.<String, Object>of(key -> key)
            .withMaxIdle(ChronoUnit.FOREVER.getDuration())
            .withTimeSource(DrivenClock.stopped());

    assertThat(pool.get("a")).isEqualTo("a");
    assertThat(pool.get("a")).isEqualTo("a");
  }

  @Test
  void callsTheCloseHookOnceForEachAgent() {
    AgentPool<String, Object> pool =
        AgentPool.<String, Object>of(key -> key)
            .withCloseHook(agent -> {
              closed.add(agent);
              throw new IllegalStateException("logged only");
            });
    pool.get("a");
    pool.get("b");

    pool.evict("a");
    pool.close();
    pool.close();

    assertThat(closed).containsExactly("a", "b");
    assertThatThrownBy(() -> pool.get("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This pool of agents is closed.");
  }

  @Test
  void buildsOnAnotherThreadIfTheBuildingOneIsInterrupted() throws Exception {
    var isBuilding = new CountDownLatch(1);
    AgentPool<String, String> pool =
        AgentPool.of(key -> {
          if (builds.incrementAndGet() > 1) {
            return "second";
          }
          isBuilding.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw CancelledException.interrupted("building", e);
          }
          return "first";
        });
    var outcome = new CompletableFuture<Throwable>();
    Thread first =
        Thread.ofVirtual()
            .start(() -> {
              try {
                pool.get("key");
              } catch (RuntimeException e) {
                outcome.complete(e);
              }
            });
    await(isBuilding);
    var second = new FutureTask<>(() -> pool.get("key"));
    Thread waiting = Thread.ofVirtual().start(second);
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    first.interrupt();

    assertThat(outcome.get()).isInstanceOf(CancelledException.class);
    assertThat(second.get()).isEqualTo("second");
    assertThat(builds).hasValue(2);
  }

  @Test
  void looksForIdleAgentsOnlyWhenOneCanBeIdle() {
    var clock = DrivenClock.stopped();
    AgentPool<String, String> pool =
        AgentPool.<String, String>of(key -> key)
            .withTimeSource(clock)
            .withMaxIdle(Duration.ofMinutes(10))
            .withCloseHook(closed::add);
    pool.get("a");
    clock.advance(Duration.ofMinutes(6));
    pool.get("b");
    pool.get("a");

    clock.advance(Duration.ofMinutes(11));
    pool.get("b");

    assertThat(closed).containsExactlyInAnyOrder("a", "b");
    clock.advance(Duration.ofMinutes(10));
    pool.get("c");
    assertThat(closed).hasSize(2);
    clock.advance(Duration.ofNanos(1));
    pool.get("c");
    assertThat(closed).hasSize(3);
  }

  @Test
  void rejectsAnAgentThatRequestsItself() {
    var pools = new ArrayList<AgentPool<String, Object>>();
    pools.add(AgentPool.of(key -> pools.getFirst().get(key)));

    assertThatThrownBy(() -> pools.getFirst().get("a"))
        .hasMessage("The agent 'a' requests itself while it is built.");
  }

  private Object build(String key) {
    builds.incrementAndGet();
    return List.of(key, new Object());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
