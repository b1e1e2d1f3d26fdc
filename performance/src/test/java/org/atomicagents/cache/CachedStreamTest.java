package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.CacheState;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RawDelta;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.cache.CacheTypes.Step;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.model.Deadline;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class CachedStreamTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");
  private static final String BEGIN = "{\"summary\":\"First buy flour";
  private static final String REST = CacheTypes.PLAN_JSON.substring(BEGIN.length());

  private final DrivenClock clock = DrivenClock.stopped();
  private final GatedResponses gate = new GatedResponses();
  private final ResponseCache cache = ResponseCache.builder().timeSource(clock).build();
  private final CachedAgent<Inquiry, Plan> cached =
      CachedAgent.of(AtomicAgent.of(Inquiry.class, Plan.class, gate.model()), cache);

  @Test
  void replaysAHitInParts() {
    fill();

    try (AgentStream<Plan> stream = cached.stream(INPUT)) {
      List<Plan> partials = new ArrayList<>();
      for (Partial<Plan> partial : stream) {
        partials.add(partial.value());
      }

      assertThat(partials.size()).isGreaterThan(2);
      assertThat(partials.getFirst().summary()).isEqualTo("First buy fl");
      assertThat(partials.getLast()).isEqualTo(CacheTypes.PLAN);
      assertThat(stream.runResult().cacheState()).isEqualTo(CacheState.HIT);
    }
    assertThat(gate.requests()).isEqualTo(1);
  }

  @Test
  void replaysAllViewsOfAHit() {
    fill();

    try (AgentStream<Plan> stream = cached.stream(INPUT)) {
      assertThat(titles(stream)).containsExactly("Buy flour", "Bake");
      assertThat(summary(stream)).isEqualTo("First buy flour, then bake.");
      assertThat(raw(stream)).isEqualTo(CacheTypes.PLAN_JSON);
      assertThat(stream.result()).isEqualTo(CacheTypes.PLAN);
    }
  }

  @Test
  void replaysAListAsOutput() {
    var model =
        ScriptedModel.answering("{\"items\":[{\"title\":\"a\"},{\"title\":\"b\"}]}").model();
    AtomicAgent<Inquiry, List<Step>> agent =
        AtomicAgent.of(Inquiry.class, Schema.listOf(Step.class), model);
    var lists = CachedAgent.of(agent, cache);
    List<Step> output = lists.run(INPUT);

    try (AgentStream<List<Step>> stream = lists.stream(INPUT)) {
      List<List<Step>> partials = new ArrayList<>();
      stream.forEach(partial -> partials.add(partial.value()));

      assertThat(partials.getLast()).isEqualTo(output);
      assertThat(stream.runResult().cacheState()).isEqualTo(CacheState.HIT);
    }
  }

  @Test
  void commitsAHitAtTheEndOfItsStream() {
    fill();
    ChatHistory closed = ChatHistory.unbounded();
    ChatHistory read = ChatHistory.unbounded();

    try (AgentStream<Plan> stream = cached.stream(INPUT, RunOptions.history(closed))) {
      assertThat(stream.iterator().next().value()).isNotNull();
    }
    try (AgentStream<Plan> stream = cached.stream(INPUT, RunOptions.history(read))) {
      stream.result();
    }

    assertThat(closed.messages()).isEmpty();
    assertThat(read.messages()).hasSize(2);
  }

  @Test
  void sendsNoRequestBeforeTheFirstView() {
    try (AgentStream<Plan> stream = cached.stream(INPUT)) {
      assertThat(stream.status().attempt()).isZero();
      assertThat(stream.iterator()).isNotNull();
      assertThatThrownBy(() -> stream.elements("$.summary", Step.class))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    }

    assertThat(gate.requests()).isZero();
  }

  @Test
  void givesALateReaderThePartsSoFarAndThenTheRest() {
    try (AgentStream<Plan> early = cached.stream(INPUT);
        AgentStream<Plan> late = cached.stream(INPUT)) {
      gate.emit(BEGIN);
      assertThat(early.iterator().next().value().summary()).isEqualTo("First buy flour");

      Iterator<Partial<Plan>> partials = late.iterator();
      Partial<Plan> first = partials.next();
      gate.emit(REST).end();
      Plan last = first.value();
      while (partials.hasNext()) {
        last = partials.next().value();
      }

      assertThat(first.value().summary()).isEqualTo("First buy flour");
      assertThat(first.newText()).isEqualTo(BEGIN);
      assertThat(last).isEqualTo(CacheTypes.PLAN);
      assertThat(titles(late)).containsExactly("Buy flour", "Bake");
      assertThat(summary(late)).isEqualTo("First buy flour, then bake.");
      assertThat(raw(late)).isEqualTo(CacheTypes.PLAN_JSON);
      assertThat(early.result()).isEqualTo(CacheTypes.PLAN);
    }
    assertThat(gate.requests()).isEqualTo(1);
    assertThat(cached.call(INPUT).cacheState()).isEqualTo(CacheState.HIT);
  }

  @Test
  void continuesAfterTheFirstReaderCloses() {
    ChatHistory firstHistory = ChatHistory.unbounded();
    ChatHistory secondHistory = ChatHistory.unbounded();
    AgentStream<Plan> first = cached.stream(INPUT, RunOptions.history(firstHistory));
    try (AgentStream<Plan> second = cached.stream(INPUT, RunOptions.history(secondHistory))) {
      gate.emit(BEGIN);
      first.awaitStart();
      second.awaitStart();

      first.close();
      gate.emit(REST).end();

      assertThat(second.result()).isEqualTo(CacheTypes.PLAN);
      assertThatThrownBy(first::result).isInstanceOf(CancelledException.class);
    }
    assertThat(gate.requests()).isEqualTo(1);
    assertThat(firstHistory.messages()).isEmpty();
    assertThat(secondHistory.messages()).hasSize(2);
  }

  @Test
  void cancelsTheRequestWhenTheLastReaderCloses() throws Exception {
    gate.emit(BEGIN);
    AgentStream<Plan> first = cached.stream(INPUT);
    AgentStream<Plan> second = cached.stream(INPUT);
    first.awaitStart();
    second.awaitStart();

    first.close();
    second.close();

    gate.awaitClosed();
    assertThat(cache.size()).isZero();
  }

  @Test
  void endsAReaderAtItsOwnDeadline() throws Exception {
    RunOptions hasty =
        RunOptions.defaults().withDeadline(Deadline.after(Duration.ofSeconds(5), clock));
    try (AgentStream<Plan> first = cached.stream(INPUT, hasty);
        AgentStream<Plan> second = cached.stream(INPUT)) {
      gate.emit(BEGIN);
      first.awaitStart();
      second.awaitStart();

      clock.awaitSleepers(1);
      clock.advance(Duration.ofSeconds(5));

      assertThatThrownBy(first::result).isInstanceOf(TimedOutException.class);
      gate.emit(REST).end();
      assertThat(second.result()).isEqualTo(CacheTypes.PLAN);
    }
  }

  @Test
  void aCallSharesAStreamInProgress() throws Exception {
    try (AgentStream<Plan> stream = cached.stream(INPUT)) {
      gate.emit(BEGIN);
      stream.awaitStart();
      var call = new FutureTask<>(() -> cached.call(INPUT));
      Thread.ofVirtual().start(call);
      awaitThat(() -> cache.engine().waitingRuns() == 2);

      gate.emit(REST).end();

      assertThat(call.get().output()).isEqualTo(CacheTypes.PLAN);
      assertThat(stream.result()).isEqualTo(CacheTypes.PLAN);
    }
    assertThat(gate.requests()).isEqualTo(1);
  }

  @Test
  void thousandStreamsSendOneRequestAlsoIfTheFirstIsClosed() throws Exception {
    gate.emit(BEGIN);
    AgentStream<Plan> first = cached.stream(INPUT);
    first.awaitStart();
    List<FutureTask<Plan>> readers = new ArrayList<>();
    var started = new AtomicInteger();
    for (int i = 0; i < 1_000; i++) {
      var reader =
          new FutureTask<>(() -> {
            try (AgentStream<Plan> stream = cached.stream(INPUT)) {
              stream.awaitStart();
              started.incrementAndGet();
              Plan last = null;
              for (Partial<Plan> partial : stream) {
                last = partial.value();
              }
              return last;
            }
          });
      Thread.ofVirtual().start(reader);
      readers.add(reader);
    }
    awaitThat(() -> started.get() >= 500);

    first.close();
    gate.emit(REST).end();

    for (FutureTask<Plan> reader : readers) {
      assertThat(reader.get()).isEqualTo(CacheTypes.PLAN);
    }
    assertThat(gate.requests()).isEqualTo(1);
  }

  private void fill() {
    gate.emit(CacheTypes.PLAN_JSON).end();
    cached.run(INPUT);
  }

  private static List<String> titles(AgentStream<Plan> stream) {
    List<String> titles = new ArrayList<>();
    for (Element<Step> step : stream.elements("$.steps", Step.class)) {
      titles.add(step.value().title());
    }
    return titles;
  }

  private static String summary(AgentStream<Plan> stream) {
    var text = new StringBuilder();
    for (FieldDelta delta : stream.text("$.summary")) {
      text.append(delta.text());
    }
    return text.toString();
  }

  private static String raw(AgentStream<Plan> stream) {
    var text = new StringBuilder();
    for (RawDelta delta : stream.deltas()) {
      text.append(delta.text());
    }
    return text.toString();
  }
}
