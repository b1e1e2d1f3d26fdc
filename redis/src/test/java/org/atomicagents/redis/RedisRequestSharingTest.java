package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.atomicagents.redis.GatedClient.GatedResponse;
import org.atomicagents.support.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two connections to one server are the processes of these tests. */
class RedisRequestSharingTest {
  private static final ProviderError OVERLOADED =
      new ProviderError("stub", 503, "r1", "overloaded", "");

  private final GatedClient client = new GatedClient("stub at a");
  private RedisServer server;
  private RedisStores firstConnection;
  private RedisStores secondConnection;
  // A machine that stops for a second exceeds the default time limit of the connections.
  private RedisStores first;
  private RedisStores second;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = RedisServer.start();
    firstConnection = RedisStores.connect(server.uri());
    secondConnection = RedisStores.connect(server.uri());
    first = firstConnection.withTimeout(Duration.ofSeconds(15));
    second = secondConnection.withTimeout(Duration.ofSeconds(15));
  }

  @AfterEach
  void stop() throws IOException {
    firstConnection.close();
    secondConnection.close();
    server.close();
  }

  @Test
  void sendsIdenticalConcurrentRequestsOfTwoProcessesOnce() throws Exception {
    var runs =
        IntStream.range(0, 100)
            .mapToObj(i -> SharedRun.start(model(i % 2 == 0 ? first : second)))
            .toList();

    client.next().write("a").write("b").finish();

    for (SharedRun run : runs) {
      assertThat(run.awaitEnd().text()).isEqualTo("ab");
    }
    assertThat(client.requests()).isEqualTo(1);
    assertThat(runs.stream().filter(SharedRun::isShared)).hasSize(99);
    assertThat(runs.stream().mapToInt(run -> run.context().requests()).sum()).isEqualTo(1);
    assertThat(runs.stream().map(SharedRun::usage).reduce(Usage.NONE, Usage::plus))
        .isEqualTo(Usage.of(10, 5));
  }

  @Test
  void passesEventsOnWhileTheResponseIsRunning() throws Exception {
    SharedRun leader = SharedRun.start(model(first));
    GatedResponse response = client.next().write("a");
    leader.next();

    SharedRun follower = SharedRun.start(model(second));
    assertThat(follower.next()).isEqualTo(new ModelEvent.TextDelta("a"));
    response.write("b");
    assertThat(follower.next()).isEqualTo(new ModelEvent.TextDelta("b"));
    SharedRun late = SharedRun.start(model(second));
    assertThat(late.next()).isEqualTo(new ModelEvent.TextDelta("a"));
    assertThat(late.next()).isEqualTo(new ModelEvent.TextDelta("b"));
    response.finish();

    assertThat(late.awaitEnd().text()).isEqualTo("ab");
    assertThat(follower.awaitEnd().events())
        .doesNotHaveAnyElementsOfTypes(ModelEvent.UsageReport.class);
    assertThat(client.requests()).isEqualTo(1);
  }

  @Test
  void passesEventsOnToSeveralStoresOfOnePrefix() throws Exception {
    SharedRun leader = SharedRun.start(model(first.withPrefix("x:")));
    GatedResponse response = client.next().write("a");
    leader.next();

    SharedRun early = SharedRun.start(model(second.withPrefix("x:")));
    assertThat(early.next()).isEqualTo(new ModelEvent.TextDelta("a"));
    SharedRun late = SharedRun.start(model(second.withPrefix("x:")));
    assertThat(late.next()).isEqualTo(new ModelEvent.TextDelta("a"));
    response.write("b").finish();

    assertThat(early.awaitEnd().text()).isEqualTo("ab");
    assertThat(late.awaitEnd().text()).isEqualTo("ab");
    assertThat(client.requests()).isEqualTo(1);
  }

  @Test
  void releasesALeaseThatRedisGivesLate() throws Exception {
    server.suspend();
    SharedRun alone =
        SharedRun.start(model(firstConnection.requestSharing().withLease(Duration.ofMinutes(5))));
    GatedResponse response = client.next();
    server.resume();

    SharedRun other = SharedRun.start(model(second));
    client.next().write("b").finish();

    assertThat(other.awaitEnd().text()).isEqualTo("b");
    response.write("a").finish();
    assertThat(alone.awaitEnd().text()).isEqualTo("a");
  }

  @Test
  void sharesACompleteResponseForItsRetention() throws Exception {
    SharedRun leader = SharedRun.start(model(first));
    client.next().write("a").finish();
    leader.awaitEnd();

    assertThat(SharedRun.start(model(second)).awaitEnd().text()).isEqualTo("a");
    assertThat(SharedRun.start(model(first)).awaitEnd().isShared()).isTrue();
    assertThat(client.requests()).isEqualTo(1);

    Model unkept = model(second.requestSharing().withRetention(Duration.ZERO));
    SharedRun other = SharedRun.start(unkept);
    assertThat(other.awaitEnd().text()).isEqualTo("a");
  }

  @Test
  void sharesOnlyConcurrentRequestsWithoutRetention() throws Exception {
    Model unkept = model(first.requestSharing().withRetention(Duration.ZERO));
    SharedRun leader = SharedRun.start(unkept);
    client.next().write("a").finish();
    leader.awaitEnd();

    SharedRun later = SharedRun.start(unkept);
    client.next().write("b").finish();

    assertThat(later.awaitEnd().text()).isEqualTo("b");
  }

  @Test
  void neverSharesRequestsOfDifferentTenantsOrClients() throws Exception {
    var sharing = first.requestSharing();
    var other = new GatedClient("stub at b");
    List<SharedRun> runs =
        List.of(
            SharedRun.start(model(sharing.forTenant("acme"))),
            SharedRun.start(model(sharing.forTenant("acme:x"))),
            SharedRun.start(model(second.requestSharing().forTenant("umbrella"))),
            SharedRun.start(
                Model.of(other, "m").with(second.requestSharing().forTenant("umbrella"))));

    other.next().write("other").finish();
    client.next().write("1").finish();
    client.next().write("2").finish();
    client.next().write("3").finish();

    var texts = new ArrayList<String>();
    for (SharedRun run : runs) {
      texts.add(run.awaitEnd().text());
    }
    assertThat(texts).containsExactlyInAnyOrder("1", "2", "3", "other");
  }

  @Test
  void neverSharesRequestsWithSideEffectsOrExcludedOnes() throws Exception {
    Model excluding = model(second.requestSharing().withExclusion(request -> !request.stream()));
    List<SharedRun> runs =
        List.of(
            SharedRun.startWithSideEffects(model(first)),
            SharedRun.startWithSideEffects(model(first)),
            SharedRun.start(excluding));

    for (SharedRun ignored : runs) {
      client.next().write("x").finish();
    }

    for (SharedRun run : runs) {
      assertThat(run.awaitEnd().isShared()).isFalse();
    }
  }

  @Test
  void handsOverWhenTheLeaderIsCancelled() throws Exception {
    SharedRun leader = SharedRun.start(model(first));
    client.next().write("a").write("b");
    SharedRun local = SharedRun.start(model(first));
    SharedRun remote = SharedRun.start(model(second));
    local.next();
    remote.next();
    remote.next();

    leader.context().cancel();
    GatedResponse again = client.next().write("c");
    again.finish();

    assertThat(leader.failure()).isInstanceOf(CancelledException.class);
    assertThat(local.awaitEnd().text()).isIn("ab|c", "a|c");
    assertThat(remote.awaitEnd().text()).isEqualTo("ab|c");
    assertThat(client.requests()).isEqualTo(2);
  }

  @Test
  void handsOverWhenTheLeaderDoesNotReadItsResponse() throws Exception {
    // The other run begins within the lease, also if the machine stops for a second.
    var lease = Duration.ofSeconds(3);
    Model abandoned = model(first.requestSharing().withLease(lease));
    RunContext context = RunContext.standalone();
    try (ModelExchange exchange = abandoned.open(SharedRun.REQUEST, context)) {
      GatedResponse slow = client.next().write("a").write("b");
      slow.finish();
      var events = exchange.iterator();
      assertThat(events.next()).isEqualTo(new ModelEvent.TextDelta("a"));

      SharedRun remote = SharedRun.start(model(second.requestSharing().withLease(lease)));
      assertThat(remote.next()).isEqualTo(new ModelEvent.TextDelta("a"));
      GatedResponse again = client.next().write("c");
      assertThat(events.next()).isEqualTo(new ModelEvent.TextDelta("b"));
      again.finish();

      assertThat(remote.awaitEnd().text()).isEqualTo("a|c");
    }
  }

  @Test
  void passesAFailureOnOnceAndDoesNotKeepIt() throws Exception {
    SharedRun leader = SharedRun.start(model(first));
    GatedResponse response = client.next().write("a");
    leader.next();
    SharedRun local = SharedRun.start(model(first));
    SharedRun remote = SharedRun.start(model(second));
    local.next();
    remote.next();

    response.fail(UnavailableException.of(OVERLOADED, Duration.ofSeconds(3)));

    assertThat(leader.failure()).isInstanceOf(UnavailableException.class);
    assertThat(local.failure()).isInstanceOf(UnavailableException.class);
    assertThat(remote.failure())
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> {
              assertThat(e.error()).isEqualTo(OVERLOADED);
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(3));
            });

    SharedRun later = SharedRun.start(model(second));
    client.next().write("b").finish();
    assertThat(later.awaitEnd().text()).isEqualTo("b");
  }

  @Test
  void describesAFailureWithoutABinaryForm() throws Exception {
    SharedRun leader = SharedRun.start(model(first));
    GatedResponse response = client.next().write("a");
    leader.next();
    SharedRun remote = SharedRun.start(model(second));
    remote.next();

    var failure = EmptyResponseException.of("test", "stop");
    response.fail(failure);

    assertThat(remote.failure())
        .isInstanceOf(TransportException.class)
        .hasMessage(
            "The process that sent this shared request failed with EmptyResponseException: "
                + failure.getMessage());
  }

  @Test
  void receivesAnotherResponseForARepeatedRequestOfOneRun() throws Exception {
    SharedRun leader = SharedRun.start(model(first));
    SharedRun remote = SharedRun.start(model(second));
    client.next().write("bad").finish();
    leader.awaitEnd();
    remote.awaitEnd();

    SharedRun reAsk = SharedRun.start(model(first));
    assertThat(reAsk.awaitEnd().text()).isEqualTo("bad");
    Thread.ofVirtual().start(() -> reply("good"));

    assertThat(leader.sendAgain(model(first))).contains(new ModelEvent.TextDelta("good"));
    assertThat(remote.sendAgain(model(second))).contains(new ModelEvent.TextDelta("good"));
    assertThat(reAsk.sendAgain(model(first))).contains(new ModelEvent.TextDelta("good"));
    assertThat(client.requests()).isEqualTo(2);
  }

  @Test
  void neverSharesConcurrentRequestsOfOneRun() throws Exception {
    SharedRun run = SharedRun.start(model(first));
    GatedResponse slow = client.next();

    Thread.ofVirtual().start(() -> reply("hedged"));

    assertThat(run.sendAgain(model(first))).contains(new ModelEvent.TextDelta("hedged"));
    slow.write("slow").finish();
    assertThat(run.awaitEnd().text()).isEqualTo("slow");
  }

  @Test
  void endsTheWaitOfAFollowerAtItsDeadline() throws Exception {
    SharedRun leader = SharedRun.start(model(first));
    GatedResponse response = client.next();

    SharedRun impatient = SharedRun.start(model(second), Deadline.after(Duration.ofMillis(50)));
    assertThat(impatient.failure())
        .isInstanceOf(TimedOutException.class)
        .hasMessageContaining("waiting for a shared response");

    response.write("a").finish();
    assertThat(leader.awaitEnd().text()).isEqualTo("a");
    assertThat(client.requests()).isEqualTo(1);
  }

  @Test
  void endsTheWaitOfACancelledOrInterruptedFollower() throws Exception {
    SharedRun leader = SharedRun.start(model(first));
    GatedResponse response = client.next().write("a");
    leader.next();
    SharedRun cancelled = SharedRun.start(model(second));
    SharedRun interrupted = SharedRun.start(model(second));
    SharedRun other = SharedRun.start(model(second));
    cancelled.next();
    interrupted.next();

    cancelled.context().cancel();
    interrupted.interrupt();

    assertThat(cancelled.failure()).isInstanceOf(CancelledException.class);
    assertThat(interrupted.failure()).isInstanceOf(CancelledException.class);
    response.write("b").finish();
    assertThat(other.awaitEnd().text()).isEqualTo("ab");
  }

  @Test
  void sendsOneRequestPerProcessWithoutRedis() throws Exception {
    server.kill();
    var runs =
        List.of(
            SharedRun.start(model(firstConnection)),
            SharedRun.start(model(firstConnection)),
            SharedRun.start(model(secondConnection)));

    GatedResponse one = client.next();
    GatedResponse two = client.next();
    one.write("a").finish();
    two.write("a").finish();

    for (SharedRun run : runs) {
      assertThat(run.awaitEnd().text()).isEqualTo("a");
    }
    assertThat(client.requests()).isEqualTo(2);
  }

  @Test
  void failsWithoutRedisIfItIsRequired() throws Exception {
    server.kill();
    Model strict = model(firstConnection.requestSharing().withRedisRequired());

    assertThat(SharedRun.start(strict).failure())
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(
            "Redis at 127.0.0.1:" + server.port() + " failed to share a request");
    assertThat(client.requests()).isZero();
  }

  @Test
  void continuesWhenRedisStopsInMidStream() throws Exception {
    SharedRun leader = SharedRun.start(model(firstConnection));
    GatedResponse response = client.next().write("a");
    leader.next();
    SharedRun local = SharedRun.start(model(firstConnection));
    SharedRun remote = SharedRun.start(model(secondConnection));
    local.next();
    remote.next();

    server.kill();
    GatedResponse again = client.next().write("c");
    response.write("b").finish();
    again.finish();

    assertThat(leader.awaitEnd().text()).isEqualTo("ab");
    assertThat(local.awaitEnd().text()).isEqualTo("ab");
    assertThat(remote.awaitEnd().text()).isEqualTo("a|c");

    server.startAgain();
  }

  @Test
  void sendsARequestPerRunForAResponseThatIsTooLarge() throws Exception {
    Model small = model(first.requestSharing().withMaxBytes(200));
    SharedRun leader = SharedRun.start(small);
    GatedResponse response = client.next().write("a");
    leader.next();
    SharedRun local = SharedRun.start(small);
    SharedRun remote = SharedRun.start(model(second));
    local.next();
    remote.next();

    response.write("b".repeat(300));
    client.next().write("c").finish();
    client.next().write("c").finish();
    response.finish();

    assertThat(leader.awaitEnd().text()).hasSize(301);
    assertThat(local.awaitEnd().text()).isEqualTo("a|c");
    assertThat(remote.awaitEnd().text()).isEqualTo("a|c");
  }

  @Test
  void leavesNoKeyWithoutALifetime() throws Exception {
    SharedRun leader = SharedRun.start(model(first));
    GatedResponse response = client.next().write("a");
    SharedRun remote = SharedRun.start(model(second));
    remote.next();
    assertThat(lifetimes()).isNotEmpty().allMatch(millis -> millis > 0);
    response.finish();
    leader.awaitEnd();
    remote.awaitEnd();
    SharedRun failed = SharedRun.start(model(first.requestSharing().forTenant("x")));
    client.next().fail(UnavailableException.of(OVERLOADED, null));
    failed.failure();
    SharedRun cancelled = SharedRun.start(model(first.requestSharing().forTenant("y")));
    client.next().write("a");
    cancelled.next();
    cancelled.context().cancel();
    cancelled.failure();

    assertThat(lifetimes()).hasSizeGreaterThan(5).allMatch(millis -> millis > 0);
  }

  @Test
  void rejectsInvalidSettings() {
    var sharing = first.requestSharing();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sharing.withLease(Duration.ofMillis(99)))
        .withMessage("lease: expected 100 ms or more, found PT0.099S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sharing.withRetention(Duration.ofMillis(-1)))
        .withMessage("retention: expected 0 or more, found PT-0.001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sharing.withMaxBytes(0))
        .withMessage("bytes: expected 1 or more, found 0");
    assertThatThrownBy(() ->
            sharing.intercept(
                SharedRun.REQUEST,
                RunContext.standalone(),
                (request, context) -> ModelExchange.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Shared requests: expected the chain of a model, found one without a model, whose"
                + " client is not known.\n"
                + "Add the interceptor with Model.with.");
  }

  private List<Long> lifetimes() {
    try (var client = RedisClient.create(server.uri());
        var connection = client.connect()) {
      var redis = connection.sync();
      return redis.keys("*").stream().map(redis::pttl).toList();
    }
  }

  private void reply(String text) {
    try {
      client.next().write(text).finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Model model(RedisStores stores) {
    return model(stores.requestSharing());
  }

  private Model model(RedisRequestSharing sharing) {
    return Model.of(client, "m").with(sharing);
  }
}
