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
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BoundedDnsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch release = new CountDownLatch(1);
  private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final Set<Thread> askers = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @ValueSource(strings = {"gpu1", "node-7", "10.example.com", "1.2.3"})
  void looksUpNamesOnAThreadOfItsOwn(String name) throws Exception {
    release.countDown();

    assertThat(new BoundedDns(this::slow, LONG).lookup(name)).hasSize(1);

    assertThat(askers).isNotEmpty().doesNotContain(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
  void asksNobodyElseForWhatIsKnownHere(String name) throws Exception {
    release.countDown();

    assertThat(new BoundedDns(this::slow, LONG).lookup(name)).hasSize(1);

    assertThat(askers).containsExactly(Thread.currentThread());
  }

  @Test
  void looksUpAHostOnceForAllWhoAskAtATime() throws Exception {
    var dns = new BoundedDns(this::slow, LONG);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<InetAddress>> first = threads.submit(() -> dns.lookup("one"));
      assertThat(asked.take()).isEqualTo("one");
      var started = new CountDownLatch(20);
      var more = new ArrayList<Thread>();
      for (int i = 0; i < 20; i++) {
        more.add(
            Thread.ofVirtual()
                .start(() -> {
                  started.countDown();
                  lookup(dns, "one");
                }));
      }
      started.await();
      for (Thread thread : more) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
          Thread.onSpinWait();
        }
      }
      release.countDown();

      assertThat(first.get()).hasSize(1);
      for (Thread thread : more) {
        thread.join();
      }
      assertThat(asked).isEmpty();
      assertThat(dns.lookup("one")).hasSize(1);
      assertThat(asked).containsExactly("one");
    }
  }

  @Test
  void takesFewThreadsForManyHosts() throws Exception {
    var dns = new BoundedDns(this::slow, LONG);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var lookups = new ArrayList<Future<List<InetAddress>>>();
      for (int i = 0; i < 50; i++) {
        String host = "host" + i;
        lookups.add(threads.submit(() -> dns.lookup(host)));
      }
      release.countDown();
      for (Future<List<InetAddress>> lookup : lookups) {
        assertThat(lookup.get()).hasSize(1);
      }
    }
    assertThat(asked).hasSize(50);
    assertThat(askers).hasSizeLessThanOrEqualTo(32);
  }

  @ParameterizedTest
  @EnumSource
  void aLookUpEndsWithTheDeadlineOfItsRun(InterruptTest.Kind kind) throws Exception {
    CompletableFuture<Throwable> outcome = open(kind, within(Duration.ofMillis(100)));

    assertThat(outcome.get())
        .isInstanceOf(TimedOutException.class)
        .hasMessage(
            "Timed out after 100 ms while connecting to http://slow.example (limit DEADLINE).\n"
                + "Raise the limit, or ask for less.");
    release.countDown();
  }

  @ParameterizedTest
  @EnumSource
  void aLookUpEndsWhenItsRunIsCancelled(InterruptTest.Kind kind) throws Exception {
    RunContext run = RunContext.standalone();
    CompletableFuture<Throwable> outcome = open(kind, run);
    asked.take();

    run.cancel();

    assertThat(outcome.get())
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while connecting to http://slow.example.");
    release.countDown();
  }

  @Test
  void aLookUpThatEndsInAnErrorKeepsNobodyWaiting() throws Exception {
    release.countDown();
    var broken = new AtomicBoolean(true);
    var dns =
        new BoundedDns(
            host -> {
              if (broken.getAndSet(false)) {
                throw new NoClassDefFoundError("on purpose");
              }
              return slow(host);
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
        ConnectionPool.builder().connectTimeout(LONG).resolver(this::slow).build();
    kind.start(() -> {
      try (pool;
          HttpResponse answer = PoolCalls.open(pool, http, run)) {
        outcome.complete(new AssertionError("answered with " + answer.status()));
      } catch (Throwable e) {
        outcome.complete(e);
      }
    });
    return outcome;
  }

  private List<InetAddress> slow(String host) throws UnknownHostException {
    asked.add(host);
    askers.add(Thread.currentThread());
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
