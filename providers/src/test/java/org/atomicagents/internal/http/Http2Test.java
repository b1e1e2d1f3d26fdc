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
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.Timings;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What calls that share a connection do to one another: nothing. */
@RequiresHttp2
@Timeout(120)
class Http2Test {
  private static final byte[] BODY = "a body".getBytes(StandardCharsets.UTF_8);

  @Test
  void callsThatBeginAtOnceShareOneConnection() throws Exception {
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
  void anInterruptEndsOneCallAndNoOther() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    try (var server = Http2Server.start();
        var pool = server.pool();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      read(open(pool, server));
      List<Future<Integer>> unharmed = new ArrayList<>();
      for (int round = 0; round < 100; round++) {
        unharmed.add(threads.submit(() -> read(open(pool, server))));
        // At once, and later: while it is sent, awaited or read.
        int bytes = random.nextInt(3) * random.nextInt(Http2Server.LENGTH / 2);
        interrupted(pool, server, bytes);
      }

      for (Future<Integer> call : unharmed) {
        assertThat(call.get()).as("seed %d", seed).isEqualTo(Http2Server.LENGTH);
      }
      assertThat(pool.status().openConnections()).as("seed %d", seed).isEqualTo(1);
      assertThat(pool.status().runningCalls()).isZero();
    }
  }

  /** How a call that is stuck in sending may end. */
  enum End {
    INTERRUPT,
    CANCEL,
    DEADLINE
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfACallThatIsStuckInSendingEndsNoOther(End end) throws Exception {
    try (var server = Http2Server.start();
        var proxy = TunnelProxy.wanting("Basic YTpi");
        var pool =
            server.poolBuilder().proxy(URI.create("http://a:b@127.0.0.1:" + proxy.port())).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      read(open(pool, server));
      HttpRequest late = HttpRequest.post(server.uri("/late"), "text/plain", BODY);
      Future<Integer> unharmed =
          threads.submit(() -> read(PoolCalls.open(pool, late, RunContext.standalone())));
      server.awaitLate();
      proxy.hold();

      RunContext run =
          end == End.DEADLINE ? within(Duration.ofSeconds(2)) : RunContext.standalone();
      List<Thread> stuck = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        stuck.add(Thread.ofVirtual().start(() -> sendMuch(pool, server, run)));
      }
      while (end != End.DEADLINE && pool.status().runningCalls() < 301) {
        Thread.onSpinWait();
      }
      if (end == End.INTERRUPT) {
        stuck.forEach(Thread::interrupt);
      } else if (end == End.CANCEL) {
        run.cancel();
      }
      for (Thread thread : stuck) {
        thread.join();
      }
      proxy.release();
      server.answerLate();

      assertThat(unharmed.get()).isEqualTo(Http2Server.LENGTH);
      assertThat(pool.status().openConnections()).isEqualTo(1);
      assertThat(pool.status().runningCalls()).isZero();
    }
  }

  @RepeatedTest(20)
  @SuppressWarnings("try") // an early close is what it is about
  void closingThePoolEndsTheCallsAndTheConnectionThatTheyShare() throws Exception {
    try (var server = Http2Server.start();
        var pool = server.poolBuilder().drainTimeout(Duration.ZERO).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      HttpRequest late = HttpRequest.post(server.uri("/late"), "text/plain", BODY);
      Future<CancelledException> cut =
          threads.submit(() ->
              catchThrowableOfType(
                  CancelledException.class,
                  () -> PoolCalls.open(pool, late, RunContext.standalone())));
      server.awaitLate();

      pool.close();

      assertThat(cut.get()).isNotNull();
      while (pool.status().openConnections() > 0) {
        Thread.onSpinWait();
      }
      server.answerLate();
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

  /** More than sockets hold, in headers, which HTTP/2 lets a client send without a leave. */
  private static void sendMuch(ConnectionPool pool, Http2Server server, RunContext run) {
    HttpRequest http = HttpRequest.post(server.uri("/"), "text/plain", BODY);
    for (int i = 0; i < 4; i++) {
      http = http.withHeader("x-much-" + i, "x".repeat(16_000));
    }
    try (HttpResponse answer = PoolCalls.open(pool, http, run)) {
      throw new AssertionError("answered with " + answer.status());
    } catch (CancelledException | TimedOutException e) {
      // As it should.
    }
  }

  /** Interrupts a call as soon as so many bytes have come, or right away. */
  private static void interrupted(ConnectionPool pool, Http2Server server, int bytes)
      throws InterruptedException {
    var begun = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try (HttpResponse answer = open(pool, server)) {
                int count = 0;
                while (count < bytes) {
                  count += answer.read(new byte[64], 0, 64);
                }
                begun.countDown();
                read(answer);
              } catch (CancelledException e) {
                // As it should.
              } finally {
                begun.countDown();
              }
            });
    if (bytes > 0) {
      begun.await();
    }
    caller.interrupt();
    caller.join();
  }

  private static HttpResponse open(ConnectionPool pool, Http2Server server) {
    HttpRequest http = HttpRequest.post(server.uri("/"), "text/plain", BODY);
    return PoolCalls.open(pool, http, RunContext.standalone());
  }

  private static int read(HttpResponse answer) {
    try (answer) {
      int count = 0;
      var buffer = new byte[1024];
      for (int n = answer.read(buffer, 0, 1024); n >= 0; n = answer.read(buffer, 0, 1024)) {
        count += n;
      }
      return count;
    }
  }
}
