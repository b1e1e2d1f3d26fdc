package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.AtomicAgentBuilder;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentEvent.AttemptsExhausted;
import org.atomicagents.model.AgentEvent.OutputRejected;
import org.atomicagents.model.AgentEvent.RequestSent;
import org.atomicagents.model.AgentEvent.TokensCounted;
import org.atomicagents.model.AgentListener;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ListenerConformanceTest {
  private static final String VALID = "{\"chat_message\":\"good\"}";
  private static final String INVALID = "{\"chat_message\":5}";

  private static final ScriptedResponse INVALID_WITH_USAGE =
      ScriptedResponse.text(INVALID).withUsage(Usage.of(10, 5));

  private final List<String> received = new ArrayList<>();
  private final List<AttemptsExhausted> exhausted = new ArrayList<>();

  @Test
  @DisplayName("K01 listeners are notified in registration order")
  void k01() {
    var listeners =
        Listeners.none()
            .with(OutputRejected.class, event -> received.add("h1 " + event.text()))
            .with(OutputRejected.class, event -> received.add("h2 " + event.text()));

    run(listeners, INVALID, VALID);

    assertThat(received).containsExactly("h1 " + INVALID, "h2 " + INVALID);
  }

  @Test
  @DisplayName("K02 a failing listener does not affect others, and a warning names the event")
  void k02() {
    var warnings = new Warnings();
    var listeners =
        Listeners.none()
            .with(
                OutputRejected.class,
                event -> {
                  throw new IllegalStateException("listener failed");
                })
            .with(OutputRejected.class, event -> received.add("h2"));

    BasicChatOutput output = warnings.during(() -> run(listeners, INVALID, VALID));

    assertThat(output).isEqualTo(new BasicChatOutput("good"));
    assertThat(received).containsExactly("h2");
    assertThat(warnings.messages)
        .containsExactly("A listener failed on OutputRejected of agent 'BasicChatOutputSchema'");
  }

  @Test
  @DisplayName("K03 listeners are removed by event type, or all at once")
  void k03() {
    var listeners =
        Listeners.none()
            .with(OutputRejected.class, event -> received.add("rejected"))
            .with(RequestSent.class, event -> received.add("sent"));

    run(listeners.without(OutputRejected.class), INVALID, VALID);
    run(Listeners.none(), INVALID, VALID);

    assertThat(received).containsExactly("sent", "sent");
  }

  @Test
  @DisplayName("K04 disabled listeners receive no events")
  void k04() {
    Listeners on = Listeners.none().with(event -> received.add(event.getClass().getSimpleName()));
    Listeners off = on.withEnabled(false);

    run(off, INVALID, VALID);

    assertThat(off.isEnabled()).isFalse();
    assertThat(received).isEmpty();

    run(off.withEnabled(true), VALID);

    assertThat(received).containsExactly("RequestSent", "ResponseReceived", "RunCompleted");
  }

  @Test
  @DisplayName(
      "K05 removing an unknown listener and emitting an event without listeners have no effect")
  void k05() {
    AgentListener unknown = event -> {};
    var listeners = Listeners.none().with(OutputRejected.class, event -> received.add("rejected"));

    assertThatCode(() -> run(listeners.without(unknown), INVALID, VALID))
        .doesNotThrowAnyException();
    assertThatCode(() -> run(listeners.without(RequestSent.class), INVALID, VALID))
        .doesNotThrowAnyException();
    assertThat(received).containsExactly("rejected", "rejected");
  }

  @Test
  @DisplayName("K06 repeated reads of the token count emit one event with the same result")
  void k06() {
    var counts = new ArrayList<TokenCount>();
    var script = ScriptedModel.answering(VALID);
    var agent =
        AtomicAgent.builder(script.model())
            .listeners(
                Listeners.none().with(TokensCounted.class, event -> counts.add(event.count())))
            .build();

    TokenCount count;
    try (var prepared = agent.prepare(new BasicChatInput("hi"), RunOptions.defaults())) {
      count = prepared.tokens();
      assertThat(prepared.tokens()).isSameAs(count);
    }

    assertThat(counts).hasSize(1);
    assertThat(counts.getFirst()).isSameAs(count);
    assertThat(count.total()).isEqualTo(count.system() + count.history() + count.schema());
    assertThat(count.history()).isEqualTo(6);
  }

  @Test
  @DisplayName("K07 listeners belong to one agent")
  void k07() {
    var script = ScriptedModel.answering(VALID, VALID, VALID);
    var second = AtomicAgent.of(script.model());
    var first =
        second.withListeners(
            Listeners.none().with(RequestSent.class, event -> received.add("first")));

    second.run(new BasicChatInput("hi"));
    second.withListeners(Listeners.none()).run(new BasicChatInput("hi"));

    assertThat(received).isEmpty();

    first.run(new BasicChatInput("hi"));

    assertThat(received).containsExactly("first");
  }

  @Test
  @DisplayName("K08 the event sequence of a re-ask")
  void k08() {
    run(Listeners.none().with(this::record), INVALID, VALID);

    assertThat(received)
        .containsExactly(
            "RequestSent",
            "ResponseReceived",
            "OutputRejected",
            "RequestSent",
            "ResponseReceived",
            "RunCompleted");
  }

  @Test
  @DisplayName("K08 the second request contains the invalid response")
  void k08Request() {
    var script = ScriptedModel.answering(INVALID, VALID);
    var requests = new ArrayList<ModelRequest>();
    Listeners listeners =
        Listeners.none().with(RequestSent.class, event -> requests.add(event.request()));

    AtomicAgent.builder(script.model()).listeners(listeners).build().run(new BasicChatInput("hi"));

    assertThat(requests).isEqualTo(script.requests()).hasSize(2);
    assertThat(requests.get(1).messages()).contains(Message.assistant(INVALID));
  }

  @Test
  @DisplayName("K09 three invalid responses emit three rejections and one exhaustion")
  void k09() {
    var script = ScriptedModel.by(request -> INVALID_WITH_USAGE);
    AtomicAgent<BasicChatInput, BasicChatOutput> agent = recorded(script).build();

    InvalidOutputException failure =
        catchThrowableOfType(
            InvalidOutputException.class, () -> agent.run(new BasicChatInput("hi")));

    assertThat(received).containsExactlyElementsOf(exhaustedAfter(3));
    assertThat(exhausted)
        .containsExactly(new AttemptsExhausted("BasicChatOutputSchema", 3, failure));
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure.lastResponse()).isEqualTo(INVALID);
    assertThat(failure.usage()).isEqualTo(Usage.of(30, 15));
    assertThat(failure.getSuppressed()).isEmpty();
  }

  @Test
  @DisplayName("K09 a stream emits the same events as a call")
  void k09Stream() {
    var script = ScriptedModel.by(request -> INVALID_WITH_USAGE);
    AtomicAgent<BasicChatInput, BasicChatOutput> agent = recorded(script).build();

    InvalidOutputException failure;
    try (var stream = agent.stream(new BasicChatInput("hi"))) {
      failure = catchThrowableOfType(InvalidOutputException.class, stream::result);
    }

    assertThat(received).containsExactlyElementsOf(exhaustedAfter(3));
    assertThat(exhausted)
        .containsExactly(new AttemptsExhausted("BasicChatOutputSchema", 3, failure));
    assertThat(failure.lastResponse()).isEqualTo(INVALID);
  }

  @Test
  @DisplayName("K09 a deadline that ends the loop keeps the last response and the usage")
  void k09Deadline() {
    var clock = new SteppedTime();
    var script =
        ScriptedModel.by(request -> {
          clock.advance(Duration.ofSeconds(4));
          return INVALID_WITH_USAGE;
        });
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        recorded(script).timeSource(clock).timeout(Duration.ofSeconds(10)).build();

    TimedOutException failure =
        catchThrowableOfType(TimedOutException.class, () -> agent.run(new BasicChatInput("hi")));

    assertThat(received)
        .containsExactly(
            "RequestSent",
            "ResponseReceived",
            "OutputRejected",
            "RequestSent",
            "ResponseReceived",
            "OutputRejected",
            "RequestSent",
            "RequestFailed",
            "AttemptsExhausted",
            "RunFailed");
    assertThat(exhausted)
        .containsExactly(new AttemptsExhausted("BasicChatOutputSchema", 2, failure));
    assertThat(failure.attempts()).isEqualTo(2);
    assertThat(failure.requests()).isEqualTo(3);
    assertThat(failure.usage()).isEqualTo(Usage.of(20, 10));
    assertThat(failure.timings().orElseThrow().total()).isEqualTo(Duration.ofSeconds(12));
    assertThat(failure.getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            InvalidOutputException.class,
            rejection -> {
              assertThat(rejection.lastResponse()).isEqualTo(INVALID);
              assertThat(rejection.attempts()).isEqualTo(2);
              assertThat(rejection.violations()).hasSize(1);
            });
  }

  @Test
  @DisplayName("K09 a limit of requests that ends the loop keeps the last response")
  void k09Requests() {
    var script = ScriptedModel.by(request -> INVALID_WITH_USAGE);
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        recorded(script).limits(RunLimits.defaults().withMaxRequests(1)).build();

    LimitExceededException failure =
        catchThrowableOfType(
            LimitExceededException.class, () -> agent.run(new BasicChatInput("hi")));

    assertThat(received)
        .containsExactly(
            "RequestSent", "ResponseReceived", "OutputRejected", "AttemptsExhausted", "RunFailed");
    assertThat(failure.getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            InvalidOutputException.class,
            rejection -> assertThat(rejection.lastResponse()).isEqualTo(INVALID));
  }

  private AtomicAgentBuilder<BasicChatInput, BasicChatOutput> recorded(ScriptedModel script) {
    return AtomicAgent.builder(script.model())
        .listeners(
            Listeners.none().with(this::record).with(AttemptsExhausted.class, exhausted::add));
  }

  private static List<String> exhaustedAfter(int attempts) {
    var names = new ArrayList<String>();
    for (int i = 0; i < attempts; i++) {
      names.addAll(List.of("RequestSent", "ResponseReceived", "OutputRejected"));
    }
    names.addAll(List.of("AttemptsExhausted", "RunFailed"));
    return names;
  }

  private void record(AgentEvent event) {
    received.add(event.getClass().getSimpleName());
  }

  private static BasicChatOutput run(Listeners listeners, String... responses) {
    return AtomicAgent.builder(ScriptedModel.answering(responses).model())
        .listeners(listeners)
        .build()
        .run(new BasicChatInput("hi"));
  }

  /** A clock that a test advances. */
  private static final class SteppedTime implements TimeSource {
    private final AtomicLong nanos = new AtomicLong();

    void advance(Duration length) {
      nanos.addAndGet(length.toNanos());
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public void sleep(Duration duration) {
      advance(duration);
    }
  }

  private static final class Warnings extends Handler {
    private final List<String> messages = new ArrayList<>();

    BasicChatOutput during(Supplier<BasicChatOutput> action) {
      Logger logger = Logger.getLogger(Listeners.class.getName());
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
      try {
        return action.get();
      } finally {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
      }
    }

    @Override
    public void publish(LogRecord record) {
      assertThat(record.getLevel()).isEqualTo(Level.WARNING);
      messages.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
