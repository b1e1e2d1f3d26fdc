package org.atomicagents.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.atomicagents.limit.DrivenClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(60)
class FlightThreadsTest {
  private static final Duration IDLE_TIME = Duration.ofSeconds(10);

  private final DrivenClock clock = DrivenClock.stopped();
  private final FlightThreads threads = new FlightThreads(clock);
  private final LinkedBlockingQueue<Thread> users = new LinkedBlockingQueue<>();

  @Test
  void runsTheNextTaskOnTheSameThread() throws Exception {
    Thread first = runTask(() -> {});

    Thread second = runTask(() -> {});

    assertThat(second).isSameAs(first);
    assertThat(first.isVirtual()).isTrue();
  }

  @Test
  void runsTasksAtTheSameTimeOnDifferentThreads() throws Exception {
    var release = new CountDownLatch(1);
    threads.take().start(() -> use(release));

    Thread other = runTask(() -> {});

    assertThat(users.take()).isNotSameAs(other);
    release.countDown();
  }

  @Test
  void passesNoInterruptAndNoLoggingContextToTheNextTask() throws Exception {
    Thread first =
        runTask(() -> {
          MDC.put("request", "1");
          Thread.currentThread().interrupt();
        });
    var context = new LinkedBlockingQueue<Map<String, String>>();
    var interrupts = new LinkedBlockingQueue<Boolean>();

    Thread second =
        runTask(() -> {
          Map<String, String> logging = MDC.getCopyOfContextMap();
          context.add(logging == null ? Map.of() : logging);
          interrupts.add(Thread.currentThread().isInterrupted());
        });

    assertThat(second).isSameAs(first);
    assertThat(context.take()).isEmpty();
    assertThat(interrupts.take()).isFalse();
  }

  @Test
  void usesTheClassLoaderOfTheCallerAndNoneOfItsInheritableVariables() throws Exception {
    var inheritable = new InheritableThreadLocal<String>();
    inheritable.set("tenant-1");
    var loader = new ClassLoader(getClass().getClassLoader()) {};
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    var found = new LinkedBlockingQueue<List<Object>>();
    try {
      runTask(() -> found.add(listOfNullable(inheritable.get())));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }

    assertThat(found.take()).containsExactly("none", loader);
  }

  @Test
  void endsIdleThreads() throws Exception {
    Thread thread = runTask(() -> {});
    clock.awaitSleepers(1);

    clock.advance(IDLE_TIME);

    thread.join();
    assertThat(threads.idleCount()).isZero();
    assertThat(runTask(() -> {})).isNotSameAs(thread);
    clock.awaitSleepers(1);
  }

  @Test
  void keepsThreadsThatWereUsedLately() throws Exception {
    Thread thread = runTask(() -> {});
    clock.awaitSleepers(1);
    clock.advance(IDLE_TIME.dividedBy(2));
    runTask(() -> {});

    clock.advance(IDLE_TIME.dividedBy(2));
    Thread latest = runTask(() -> {});

    assertThat(latest).isSameAs(thread);
  }

  @Test
  void keepsABoundedNumberOfIdleThreads() throws Exception {
    var release = new CountDownLatch(1);
    List<Thread> started = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      threads.take().start(() -> use(release));
      started.add(users.take());
    }

    release.countDown();

    awaitThat(() -> started.stream().filter(Thread::isAlive).count() == 256);
    assertThat(threads.idleCount()).isEqualTo(256);
  }

  /** Runs a task, and returns its thread after that is idle. */
  private Thread runTask(Runnable task) throws Exception {
    int idle = Math.max(1, threads.idleCount());
    threads
        .take()
        .start(() -> {
          task.run();
          users.add(Thread.currentThread());
        });
    Thread user = users.take();
    awaitThat(() -> threads.idleCount() == idle);
    return user;
  }

  private void use(CountDownLatch release) {
    users.add(Thread.currentThread());
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Waits for other threads; the test has a timeout. */
  private static void awaitThat(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static List<Object> listOfNullable(String variable) {
    return List.of(
        variable == null ? "none" : variable, Thread.currentThread().getContextClassLoader());
  }
}
