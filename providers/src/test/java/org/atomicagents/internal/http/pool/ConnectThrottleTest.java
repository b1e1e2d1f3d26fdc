package org.atomicagents.internal.http.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.PoolCalls;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls to a server that accepts connections but never starts a TLS handshake. */
@Timeout(60)
class ConnectThrottleTest {

  @Test
  void limitsTheWaitBehindAStuckCall() throws Exception {
    try (var silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        var pool = ConnectionPool.builder().connectTimeout(Duration.ofMillis(500)).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TimedOutException>> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        calls.add(
            threads.submit(() ->
                catchThrowableOfType(
                    TimedOutException.class,
                    () -> PoolCalls.open(pool, to(silent), within(Duration.ofSeconds(20))))));
      }

      // In sequence they would take 30 seconds, and most would fail at their deadline.
      for (Future<TimedOutException> call : calls) {
        assertThat(call.get().limit()).isEqualTo(Limit.CONNECT);
      }
      assertThat(pool.status().runningCalls()).isZero();
    }
  }

  @Test
  void cancelsACallThatWaitsBehindAStuckCall() throws Exception {
    try (var silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        var pool = ConnectionPool.builder().drainTimeout(Duration.ZERO).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      RunContext first = RunContext.standalone();
      Future<?> stuck = threads.submit(() -> cancelled(pool, silent, first));
      silent.accept();
      RunContext run = RunContext.standalone();
      Future<CancelledException> waiting = threads.submit(() -> cancelled(pool, silent, run));
      while (pool.status().queuedCalls() < 1) {
        Thread.onSpinWait();
      }

      run.cancel();

      assertThat(waiting.get()).isNotNull();
      assertThat(pool.status().queuedCalls()).isZero();
      assertThat(stuck.isDone()).isFalse();
      first.cancel();
    }
  }

  @Test
  void extendsTheWaitWhileOtherCallsConnect() throws Exception {
    var throttle = new ConnectThrottle(new TimeoutScheduler(), Duration.ofSeconds(1));
    RunContext run = RunContext.standalone();
    throttle.acquire(run, () -> "connecting", () -> Long.MAX_VALUE);
    var evaluations = new AtomicInteger();

    boolean acquired =
        throttle.acquire(
            run,
            () -> "waiting",
            () -> {
              if (evaluations.incrementAndGet() == 2) {
                throttle.connected(true, 1_000_000);
              }
              return Long.MAX_VALUE;
            });

    assertThat(acquired).isTrue();
  }

  private static CancelledException cancelled(
      ConnectionPool pool, ServerSocket server, RunContext run) {
    return catchThrowableOfType(
        CancelledException.class, () -> PoolCalls.open(pool, to(server), run));
  }

  private static HttpRequest to(ServerSocket server) {
    return HttpRequest.get(URI.create("https://127.0.0.1:" + server.getLocalPort() + "/"));
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
