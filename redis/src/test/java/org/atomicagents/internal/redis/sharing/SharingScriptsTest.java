package org.atomicagents.internal.redis.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atomicagents.internal.redis.RedisConnector;
import org.atomicagents.internal.redis.RedisKeys;
import org.atomicagents.internal.redis.RedisLink;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.support.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scripts of leases, against a server. */
class SharingScriptsTest {
  private static final List<byte[]> KEYS =
      new SharedRequest("acme", "hash").keys(new RedisKeys("test:", "share", 1));
  private static final SharingSettings SETTINGS =
      new SharingSettings(
          Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000, false, request -> false);

  private static final SharingSettings LARGE =
      new SharingSettings(
          Duration.ofMinutes(1), Duration.ofMinutes(1), 1_000_000, false, request -> false);

  private RedisServer server;
  private RedisConnector connector;
  private RedisLink link;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = RedisServer.start();
    connector = RedisConnector.create(RedisURI.create(server.uri()));
    link = RedisLink.open(connector, Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() throws IOException {
    link.close();
    connector.close();
    server.close();
  }

  @Test
  void givesTheLeaseToOneCallerWithHigherTokens() {
    List<?> first = join(60_000, 0);
    List<?> second = join(60_000, 0);
    handOver(token(first));
    List<?> third = join(60_000, 0);

    assertThat(first.getFirst()).isEqualTo(1L);
    assertThat(second.getFirst()).isEqualTo(0L);
    assertThat(token(second)).isEqualTo(token(first));
    assertThat((Long) second.get(3)).isBetween(1L, 60_000L);
    assertThat(third.getFirst()).isEqualTo(1L);
    assertThat(token(third)).isGreaterThan(token(first));
  }

  @Test
  void refusesAnEntryWithAnOutdatedToken() {
    long old = token(join(0, 0));
    long latest = token(join(60_000, 0));
    var paused = new ResponseLease(link, KEYS, old, SETTINGS);
    var leader = new ResponseLease(link, KEYS, latest, SETTINGS);

    paused.publish(new ModelEvent.TextDelta("old"));
    leader.publish(new ModelEvent.TextDelta("new"));
    paused.renew();
    paused.end(EntryKind.FINISHED, null);
    paused.awaitEnd();
    leader.publish(new ModelEvent.Finished(FinishReason.STOP, "stop"));
    leader.end(EntryKind.FINISHED, null);
    leader.awaitEnd();

    assertThat(entries()).extracting(ResponseEntry::token).containsOnly(latest);
    assertThat(entries().stream().flatMap(entry -> entry.events().stream()))
        .containsExactly(
            new ModelEvent.TextDelta("new"), new ModelEvent.Finished(FinishReason.STOP, "stop"));
  }

  @Test
  void publishesManyEventsInFewEntries() throws Exception {
    var lease = new ResponseLease(link, KEYS, token(join(60_000, 0)), LARGE);
    // A server that confirms each entry at once receives more of them, the slower the events are.
    server.suspend();
    for (int i = 0; i < 10_000; i++) {
      lease.publish(new ModelEvent.TextDelta("token "));
    }
    server.resume();
    lease.end(EntryKind.FINISHED, null);
    lease.awaitEnd();

    assertThat(entries()).hasSizeLessThan(1_000);
    assertThat(entries().stream().mapToInt(entry -> entry.events().size()).sum()).isEqualTo(10_000);
    assertThat(entries().getLast().kind()).isEqualTo(EntryKind.FINISHED);
  }

  @Test
  void endsAResponseThatIsTooLarge() {
    var lease = new ResponseLease(link, KEYS, token(join(60_000, 0)), SETTINGS);
    lease.publish(new ModelEvent.TextDelta("a".repeat(2_000)));
    lease.end(EntryKind.FINISHED, null);
    lease.awaitEnd();

    assertThat(entries()).extracting(ResponseEntry::kind).containsExactly(EntryKind.OVERSIZED);
    assertThat(join(60_000, 0).getFirst()).isEqualTo(1L);
  }

  @Test
  void givesTheLeaseOfAKeptResponseToTheRunThatHasReceivedIt() {
    long token = token(join(60_000, 0));
    var lease = new ResponseLease(link, KEYS, token, SETTINGS);
    lease.publish(new ModelEvent.TextDelta("a"));
    lease.end(EntryKind.FINISHED, null);
    lease.awaitEnd();

    assertThat(join(60_000, 0).getFirst()).isEqualTo(0L);
    assertThat(join(60_000, token).getFirst()).isEqualTo(1L);
  }

  @Test
  void givesTheLeaseAgainIfTheEventsOfAKeptResponseAreLost() {
    var lease = new ResponseLease(link, KEYS, token(join(60_000, 0)), SETTINGS);
    lease.publish(new ModelEvent.TextDelta("a"));
    lease.end(EntryKind.FINISHED, null);
    lease.awaitEnd();
    link.run("evict", redis -> redis.del(KEYS.get(1)));

    assertThat(join(60_000, 0).getFirst()).isEqualTo(1L);
  }

  @Test
  void endsTheLeaseIfEventsAreLostBeforeTheEnd() {
    long token = token(join(60_000, 0));
    assertThat(publish(token, EntryKind.EVENTS)).isEqualTo(1L);
    link.run("evict", redis -> redis.del(KEYS.get(1)));

    assertThat(publish(token, EntryKind.FINISHED)).isEqualTo(0L);
    assertThat(entries()).isEmpty();
    assertThat(join(60_000, 0).getFirst()).isEqualTo(1L);
  }

  @Test
  void removesTheEntriesOfEarlierTokens() {
    for (int i = 0; i < 10; i++) {
      long token = token(join(60_000, 0));
      var lease = new ResponseLease(link, KEYS, token, SETTINGS);
      lease.publish(new ModelEvent.TextDelta("a"));
      lease.end(EntryKind.HANDED_OVER, null);
      lease.awaitEnd();
    }

    assertThat(entries().size()).isLessThan(8);
  }

  private void handOver(long token) {
    var lease = new ResponseLease(link, KEYS, token, SETTINGS);
    lease.end(EntryKind.HANDED_OVER, null);
    lease.awaitEnd();
  }

  private Object publish(long token, EntryKind kind) {
    String[] arguments = {
      Long.toString(token), kind.code(), "60000", "60000", "a", "", "1000", "60000", "10000"
    };
    return link.run(
        "publish",
        SharingScripts.PUBLISH,
        KEYS,
        Arrays.stream(arguments).map(RedisLink::bytes).toArray(byte[][]::new));
  }

  private List<?> join(long leaseMillis, long seen) {
    return (List<?>)
        link.run(
            "join",
            SharingScripts.JOIN,
            KEYS,
            RedisLink.bytes(leaseMillis),
            RedisLink.bytes(60_000),
            RedisLink.bytes(seen));
  }

  private static long token(List<?> joined) {
    return Long.parseLong(new String((byte[]) joined.get(1), StandardCharsets.UTF_8));
  }

  private List<ResponseEntry> entries() {
    var entries = new ArrayList<ResponseEntry>();
    link.run("read", redis -> redis.xrange(KEYS.get(1), Range.unbounded()))
        .forEach(message -> {
          try {
            entries.add(ResponseEntry.of(message));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    return entries;
  }
}
