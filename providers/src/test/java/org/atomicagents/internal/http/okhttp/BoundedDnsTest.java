package org.atomicagents.internal.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.InterruptTest;
import org.atomicagents.internal.http.PoolCalls;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BoundedDnsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch release = new CountDownLatch(1);
  private final LinkedBlockingQueue<String> lookups = new LinkedBlockingQueue<>();
  private final Set<Thread> lookupThreads = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @ValueSource(strings = {"gpu1", "node-7", "10.example.com", "1.2.3"})
  void resolvesNamesOnASeparateThread(String name) throws Exception {
    release.countDown();

    assertThat(new BoundedDns(this::resolveWhenReleased, LONG).lookup(name)).hasSize(1);

    assertThat(lookupThreads).isNotEmpty().doesNotContain(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
  void resolvesLocalAddressesOnTheCallersThread(String name) throws Exception {
    release.countDown();

    assertThat(new BoundedDns(this::resolveWhenReleased, LONG).lookup(name)).hasSize(1);

    assertThat(lookupThreads).containsExactly(Thread.currentThread());
  }

  @Test
  void sharesOneLookUpOfAHostAmongConcurrentCallers() throws Exception {
    var dns = new BoundedDns(this::resolveWhenReleased, LONG);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<InetAddress>> first = threads.submit(() -> dns.lookup("one"));
      assertThat(lookups.take()).isEqualTo("one");
      var started = new CountDownLatch(20);
      var callers = new ArrayList<Thread>();
      for (int i = 0; i < 20; i++) {
        callers.add(
            Thread.ofVirtual()
                .start(() -> {
                  started.countDown();
                  lookup(dns, "one");
                }));
      }
      started.await();
      for (Thread thread : callers) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
          Thread.onSpinWait();
        }
      }
      release.countDown();

      assertThat(first.get()).hasSize(1);
      for (Thread thread : callers) {
        thread.join();
      }
      assertThat(lookups).isEmpty();
      assertThat(dns.lookup("one")).hasSize(1);
      assertThat(lookups).containsExactly("one");
    }
  }

  @Test
  void limitsTheThreadsForManyHosts() throws Exception {
    var dns = new BoundedDns(this::resolveWhenReleased, LONG);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<List<InetAddress>>>();
      for (int i = 0; i < 50; i++) {
        String host = "host" + i;
        results.add(threads.submit(() -> dns.lookup(host)));
      }
      release.countDown();
      for (Future<List<InetAddress>> result : results) {
        assertThat(result.get()).hasSize(1);
      }
    }
    assertThat(lookups).hasSize(50);
    assertThat(lookupThreads).hasSizeLessThanOrEqualTo(32);
  }

  @ParameterizedTest
  @EnumSource
  void endsALookUpAtTheDeadlineOfItsRun(InterruptTest.Kind kind) throws Exception {
    CompletableFuture<Throwable> outcome = open(kind, within(Duration.ofSeconds(1)));

    assertThat(outcome.get())
        .isInstanceOf(TimedOutException.class)
        .hasMessage(
            "Timed out after 1000 ms while connecting to http://slow.example (limit DEADLINE).\n"
                + "Raise the limit, or ask for less.");
    release.countDown();
  }

  @ParameterizedTest
  @EnumSource
  void endsALookUpWhenItsRunIsCancelled(InterruptTest.Kind kind) throws Exception {
    RunContext run = RunContext.standalone();
    CompletableFuture<Throwable> outcome = open(kind, run);
    lookups.take();

    run.cancel();

    assertThat(outcome.get())
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while connecting to http://slow.example.");
    release.countDown();
  }

  @Test
  void resolvesAHostAgainAfterALookUpFailedWithAnError() throws Exception {
    release.countDown();
    var broken = new AtomicBoolean(true);
    var dns =
        new BoundedDns(
            host -> {
              if (broken.getAndSet(false)) {
                throw new NoClassDefFoundError("on purpose");
              }
              return resolveWhenReleased(host);
            },
            LONG);

    assertThatThrownBy(() -> dns.lookup("one"))
        .isInstanceOf(UnknownHostException.class)
        .hasRootCauseMessage("on purpose");
    assertThat(dns.lookup("one")).hasSize(1);
  }

  private CompletableFuture<Throwable> open(InterruptTest.Kind kind, RunContext run) {
    var outcome = new CompletableFuture<Throwable>();
    HttpRequest http = HttpRequest.get(URI.create("http://slow.example/"));
    ConnectionPool pool =
        ConnectionPool.builder().connectTimeout(LONG).resolver(this::resolveWhenReleased).build();
    kind.start(() -> {
      try (pool;
          HttpResponse response = PoolCalls.open(pool, http, run)) {
        outcome.complete(new AssertionError("unexpected response " + response.status()));
      } catch (Throwable e) {
        outcome.complete(e);
      }
    });
    return outcome;
  }

  private List<InetAddress> resolveWhenReleased(String host) throws UnknownHostException {
    lookups.add(host);
    lookupThreads.add(Thread.currentThread());
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new UnknownHostException(host);
    }
    return List.of(InetAddress.getLoopbackAddress());
  }

  private static void lookup(BoundedDns dns, String host) {
    try {
      dns.lookup(host);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static RunContext within(Duration time) {
    return new RunContext(
        "test",
        Deadline.after(time),
        Budget.unlimited(),
        1,
        Listeners.none(),
        new Timings.Recorder(TimeSource.system()));
  }
}
