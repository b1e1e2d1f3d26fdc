package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that share a connection do not affect one another. */
@RequiresHttp2
@Timeout(120)
class Http2Test {
  private static final byte[] BODY = "a body".getBytes(StandardCharsets.UTF_8);

  @Test
  void concurrentCallsShareOneConnection() throws Exception {
    try (var server = Http2Server.start();
        var pool = server.pool();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        calls.add(threads.submit(() -> read(open(pool, server))));
      }

      for (Future<Integer> call : calls) {
        assertThat(call.get()).isEqualTo(Http2Server.LENGTH);
      }

      assertThat(pool.status().openConnections()).isEqualTo(1);
    }
  }

  @Test
  void anInterruptEndsOnlyItsOwnCall() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    try (var server = Http2Server.start();
        var pool = server.pool();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      read(open(pool, server));
      List<Future<Integer>> unaffected = new ArrayList<>();
      for (int round = 0; round < 100; round++) {
        unaffected.add(threads.submit(() -> read(open(pool, server))));
        // Immediately or later: while the request is sent, or the response awaited or read.
        int bytes = random.nextInt(3) * random.nextInt(Http2Server.LENGTH / 2);
        interruptCall(pool, server, bytes);
      }

      for (Future<Integer> call : unaffected) {
        assertThat(call.get()).as("seed %d", seed).isEqualTo(Http2Server.LENGTH);
      }
      assertThat(pool.status().openConnections()).as("seed %d", seed).isEqualTo(1);
      assertThat(pool.status().runningCalls()).isZero();
    }
  }

  /** The ways to end a call that is blocked in sending. */
  enum End {
    INTERRUPT,
    CANCEL,
    DEADLINE
  }

  @ParameterizedTest
  @EnumSource
  void endingACallThatIsBlockedInSendingEndsNoOther(End end) throws Exception {
    try (var server = Http2Server.start();
        var proxy = TunnelProxy.wanting("Basic YTpi");
        var pool =
            server.poolBuilder().proxy(URI.create("http://a:b@127.0.0.1:" + proxy.port())).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      read(open(pool, server));
      HttpRequest late = HttpRequest.post(server.uri("/late"), "text/plain", BODY);
      Future<Integer> unaffected =
          threads.submit(() -> read(PoolCalls.open(pool, late, RunContext.standalone())));
      server.awaitLate();
      proxy.hold();

      RunContext run =
          end == End.DEADLINE ? within(Duration.ofSeconds(2)) : RunContext.standalone();
      List<Thread> blocked = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        blocked.add(Thread.ofVirtual().start(() -> sendLargeHeaders(pool, server, run)));
      }
      while (end != End.DEADLINE && pool.status().runningCalls() < 301) {
        Thread.onSpinWait();
      }
      if (end == End.INTERRUPT) {
        blocked.forEach(Thread::interrupt);
      } else if (end == End.CANCEL) {
        run.cancel();
      }
      for (Thread thread : blocked) {
        thread.join();
      }
      proxy.release();
      server.releaseLate();

      assertThat(unaffected.get()).isEqualTo(Http2Server.LENGTH);
      assertThat(pool.status().openConnections()).isEqualTo(1);
      assertThat(pool.status().runningCalls()).isZero();
    }
  }

  @RepeatedTest(20)
  @SuppressWarnings("try") // closes the pool early
  void closingThePoolEndsTheCallsAndTheirSharedConnection() throws Exception {
    try (var server = Http2Server.start();
        var pool = server.poolBuilder().drainTimeout(Duration.ZERO).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      HttpRequest late = HttpRequest.post(server.uri("/late"), "text/plain", BODY);
      Future<CancelledException> failure =
          threads.submit(() ->
              catchThrowableOfType(
                  CancelledException.class,
                  () -> PoolCalls.open(pool, late, RunContext.standalone())));
      server.awaitLate();

      pool.close();

      assertThat(failure.get()).isNotNull();
      while (pool.status().openConnections() > 0) {
        Thread.onSpinWait();
      }
      server.releaseLate();
    }
  }

  private static RunContext within(Duration time) {
    return new RunContext(
        "test",
        Deadline.after(time),
        Budget.unlimited(),
        1_000,
        Listeners.none(),
        new Timings.Recorder(TimeSource.system()));
  }

  /** Sends more than socket buffers hold, in headers, which HTTP/2 flow control does not limit. */
  private static void sendLargeHeaders(ConnectionPool pool, Http2Server server, RunContext run) {
    HttpRequest http = HttpRequest.post(server.uri("/"), "text/plain", BODY);
    for (int i = 0; i < 4; i++) {
      http = http.withHeader("x-much-" + i, "x".repeat(16_000));
    }
    try (HttpResponse response = PoolCalls.open(pool, http, run)) {
      throw new AssertionError("unexpected response " + response.status());
    } catch (CancelledException | TimedOutException e) {
      // Expected.
    }
  }

  /** Interrupts a call as soon as it has received the given number of bytes; immediately if 0. */
  private static void interruptCall(ConnectionPool pool, Http2Server server, int bytes)
      throws InterruptedException {
    var received = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try (HttpResponse response = open(pool, server)) {
                int count = 0;
                while (count < bytes) {
                  count += response.read(new byte[64], 0, 64);
                }
                received.countDown();
                read(response);
              } catch (CancelledException e) {
                // Expected.
              } finally {
                received.countDown();
              }
            });
    if (bytes > 0) {
      received.await();
    }
    caller.interrupt();
    caller.join();
  }

  private static HttpResponse open(ConnectionPool pool, Http2Server server) {
    HttpRequest http = HttpRequest.post(server.uri("/"), "text/plain", BODY);
    return PoolCalls.open(pool, http, RunContext.standalone());
  }

  private static int read(HttpResponse response) {
    try (response) {
      int count = 0;
      var buffer = new byte[1024];
      for (int n = response.read(buffer, 0, 1024); n >= 0; n = response.read(buffer, 0, 1024)) {
        count += n;
      }
      return count;
    }
  }
}
