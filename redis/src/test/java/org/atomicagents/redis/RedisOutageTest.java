package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.StoreException;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.support.RedisServer;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Token buckets in a server that stops, hangs, is full or rejects changes. */
@Timeout(120)
class RedisOutageTest {
  // Refills one permit per minute: none within a test.
  private static final PermitBucket BUCKET = new PermitBucket("openai:requests", 100, 100);
  private static final String KEY = "atomic-agents:permits:1:{openai:requests}";
  // For calls that have to succeed, also if the machine stops for a second.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void aRestartWithoutDataStartsWithFullBuckets() throws Exception {
    try (var server = RedisServer.start();
        var redis = RedisStores.connect(server.uri())) {
      assertThat(redis.permits().tryTake(BUCKET, 90)).isZero();
      server.kill();
      assertThatThrownBy(() -> redis.permits().tryTake(BUCKET, 1))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith(
              "Redis at 127.0.0.1:"
                  + server.port()
                  + " failed to take permits of 'openai:requests': ")
          .hasMessageEndingWith("\nCheck that the server runs and accepts connections.");

      server.startAgain();

      assertThat(takeOnceConnected(redis.permits(), 100)).isZero();
      assertThat(redis.permits().tryTake(BUCKET, 1)).isPositive();
    }
  }

  @Test
  void aRestartWithDataKeepsDebtsAndAddsPermitsOnce() throws Exception {
    try (var server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        var redis = RedisStores.connect(server.uri())) {
      PermitStore permits = redis.permits();
      assertThat(permits.tryTake(BUCKET, 60)).isZero();
      permits.add(BUCKET, -10);
      assertThat(permits.tryTake(BUCKET, 5)).isZero();
      server.kill();
      permits.add(BUCKET, 20);
      permits.add(BUCKET, -3);
      assertThatThrownBy(() -> permits.tryTake(BUCKET, 1)).isInstanceOf(StoreException.class);

      server.startAgain();

      assertThat(takeOnceConnected(permits, 100 - 60 - 10 - 5 + 20 - 3)).isZero();
      assertThat(permits.tryTake(BUCKET, 1)).isPositive();
    }
  }

  @Test
  void aServerThatHangsTakesAndAddsNothingTwice() throws Exception {
    try (var server = RedisServer.start();
        var redis = RedisStores.connect(server.uri())) {
      PermitStore permits = redis.withTimeout(Duration.ofMillis(100)).permits();
      PermitStore patient = redis.withTimeout(PATIENCE).permits();
      assertThat(patient.tryTake(BUCKET, 60)).isZero();
      server.suspend();

      permits.add(BUCKET, 30);
      permits.add(BUCKET, -4);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> permits.tryTake(BUCKET, 20))
            .isInstanceOf(StoreException.class)
            .hasMessage(
                "Redis at 127.0.0.1:"
                    + server.port()
                    + " failed to take permits of 'openai:requests': no response within 100 ms."
                    + "\nCheck that the server runs and accepts connections.");
      }
      server.resume();

      // The attempts are executed late; their permits are returned.
      awaitLevel(server, 100 - 60 + 30 - 4);
      assertThat(patient.tryTake(BUCKET, 66)).isZero();
      assertThat(patient.tryTake(BUCKET, 1)).isPositive();
    }
  }

  @Test
  void anInterruptedAttemptTakesNothing() throws Exception {
    try (var server = RedisServer.start();
        var redis = RedisStores.connect(server.uri())) {
      PermitStore permits = redis.withTimeout(PATIENCE).permits();
      assertThat(permits.tryTake(BUCKET, 10)).isZero();
      server.suspend();

      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> permits.tryTake(BUCKET, 60)).isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      server.resume();

      awaitLevel(server, 90);
      assertThat(permits.tryTake(BUCKET, 90)).isZero();
    }
  }

  @Test
  void aLostResponseCountsAChangeOnce() throws Exception {
    try (var server = RedisServer.start();
        var network = new LossyProxy(server.port());
        var redis = RedisStores.connect(network.uri())) {
      PermitStore permits = redis.withTimeout(Duration.ofSeconds(2)).permits();
      assertThat(permits.tryTake(BUCKET, 60)).isZero();
      network.loseResponses();

      permits.add(BUCKET, 30);
      permits.add(BUCKET, -4);
      // Redis executes it, and only its response is lost: its permits are lost, too.
      assertThatThrownBy(() -> permits.tryTake(BUCKET, 10)).isInstanceOf(StoreException.class);
      network.cut();

      assertThat(takeOnceConnected(permits, 100 - 60 + 30 - 4 - 10)).isZero();
      assertThat(permits.tryTake(BUCKET, 1)).isPositive();
    }
  }

  @Test
  void aConnectionThatLosesResponsesIsReplaced() throws Exception {
    try (var server = RedisServer.start();
        var network = new LossyProxy(server.port());
        var redis = RedisStores.connect(network.uri())) {
      PermitStore permits = redis.withTimeout(Duration.ofMillis(30)).permits();
      assertThat(redis.withTimeout(PATIENCE).permits().tryTake(BUCKET, 10)).isZero();
      network.loseResponses();

      assertThatThrownBy(() -> permits.tryTake(BUCKET, 1)).isInstanceOf(StoreException.class);

      assertThat(takeOnceConnected(permits, 1)).isZero();
    }
  }

  @Test
  void aProgramMayStartWithoutAServer() throws Exception {
    try (var server = RedisServer.start()) {
      server.kill();
      try (var redis = RedisStores.connectIfAvailable(server.uri())) {
        assertThatThrownBy(() -> redis.permits().tryTake(BUCKET, 1))
            .isInstanceOf(StoreException.class)
            .hasMessageStartingWith(
                "Redis at 127.0.0.1:"
                    + server.port()
                    + " failed to take permits of 'openai:requests': not connected yet: ");

        server.startAgain();

        assertThat(takeOnceConnected(redis.permits(), 100)).isZero();
      }
    }
  }

  @Test
  void aFullServerFailsWithoutAChange() throws Exception {
    try (var server = RedisServer.start();
        var redis = RedisStores.connect(server.uri())) {
      assertRejected(
          server,
          redis,
          commands -> commands.configSet("maxmemory", "1"),
          "OOM command not allowed");
    }
  }

  @Test
  void aReplicaFailsWithoutAChange() throws Exception {
    try (var server = RedisServer.start();
        var redis = RedisStores.connect(server.uri())) {
      assertRejected(
          server,
          redis,
          commands -> commands.replicaof("127.0.0.1", 1),
          "can't write against a read only replica");
    }
  }

  private static void assertRejected(
      RedisServer server, RedisStores redis, Change change, String message) {
    PermitStore permits = redis.withTimeout(PATIENCE).permits();
    assertThat(permits.tryTake(BUCKET, 60)).isZero();
    permits.add(BUCKET, 10);
    assertThat(permits.tryTake(BUCKET, 10)).isZero();
    try (var client = RedisClient.create(server.uri())) {
      RedisCommands<String, String> commands = client.connect().sync();
      change.accept(commands);

      permits.add(BUCKET, 5);
      assertThatThrownBy(() -> permits.tryTake(BUCKET, 20))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(message);

      commands.configSet("maxmemory", "0");
      commands.replicaofNoOne();
    }
    assertThat(permits.tryTake(BUCKET, 45)).isZero();
    assertThat(permits.tryTake(BUCKET, 1)).isPositive();
  }

  @Test
  void allKeysOfAScriptLieInOneSlotOfACluster() throws Exception {
    try (var server = RedisServer.start("--cluster-enabled", "yes");
        var client = RedisClient.create(server.uri())) {
      RedisCommands<String, String> commands = client.connect().sync();
      commands.clusterAddSlots(IntStream.range(0, 16_384).toArray());
      while (!commands.clusterInfo().contains("cluster_state:ok")) {
        LockSupport.parkNanos(10_000_000);
      }
      try (var redis = RedisStores.connect(server.uri())) {
        PermitStore permits = redis.withTimeout(PATIENCE).permits();

        assertThat(permits.tryTake(BUCKET, 100)).isZero();
        permits.add(BUCKET, 10);
        assertThat(permits.tryTake(BUCKET, 10)).isZero();
      }
    }
  }

  @Test
  void aLimitFailsRequestsOrUsesItsShare() throws Exception {
    try (var server = RedisServer.start();
        var redis = RedisStores.connect(server.uri())) {
      RateLimit closed = RateLimit.perMinute(600).store(redis.permits()).build();
      RateLimit open =
          RateLimit.perMinute(600).store(redis.permits()).shareOnStoreFailure(0.5).build();
      send(closed);
      send(open);
      server.kill();

      ThrowingCallable rejected = () -> send(closed);
      assertThatThrownBy(rejected)
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith(
              "Rate limit 'default': expected permits or a wait from bucket 'default:requests' of "
                  + "org.atomicagents.redis.RedisPermitStore, found ")
          .hasMessageEndingWith(
              "Check the store, or set shareOnStoreFailure to send requests without it.");
      // The burst of half of the limit, and waits after it.
      for (int i = 0; i < 8; i++) {
        send(open);
      }
      server.startAgain();
      takeOnceConnected(redis.permits(), 1);
      send(closed);
    }
  }

  @FunctionalInterface
  private interface Change {
    void accept(RedisCommands<String, String> commands);
  }

  private static void send(RateLimit limit) {
    var request = ModelRequest.of("model", List.of(Message.user("Hello")));
    var context =
        new RunContext(
            "test",
            Deadline.none(),
            Budget.unlimited(),
            Integer.MAX_VALUE,
            Listeners.none(),
            new Timings.Recorder(TimeSource.system()));
    try (ModelExchange exchange =
        limit.intercept(
            request,
            context,
            (sent, run) ->
                ModelExchange.of(
                    new ModelEvent.Started("id", "model", Map.of()),
                    new ModelEvent.UsageReport(Usage.of(10, 5)),
                    new ModelEvent.Finished(FinishReason.STOP, "stop")))) {
      exchange.forEach(event -> {});
    }
  }

  /** Takes permits after the connection was opened again. */
  private static Duration takeOnceConnected(PermitStore permits, long wanted) {
    while (true) {
      try {
        return permits.tryTake(BUCKET, wanted);
      } catch (StoreException e) {
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  private static void awaitLevel(RedisServer server, long level) throws IOException {
    try (var client = RedisClient.create(server.uri())) {
      RedisCommands<String, String> commands = client.connect().sync();
      // The refill of the time of the test is less than a permit.
      while (Math.abs(Double.parseDouble(commands.hget(KEY, "level")) - level) > 0.9) {
        LockSupport.parkNanos(10_000_000);
      }
    }
  }
}
