package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentEvent.OutputRejected;
import org.atomicagents.model.AgentEvent.RequestSent;
import org.atomicagents.model.AgentEvent.TokensCounted;
import org.atomicagents.model.AgentListener;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.TokenCount;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ListenerConformanceTest {
  private static final String VALID = "{\"chat_message\":\"good\"}";
  private static final String INVALID = "{\"chat_message\":5}";

  private final List<String> received = new ArrayList<>();

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

  private void record(AgentEvent event) {
    received.add(event.getClass().getSimpleName());
  }

  private static BasicChatOutput run(Listeners listeners, String... responses) {
    return AtomicAgent.builder(ScriptedModel.answering(responses).model())
        .listeners(listeners)
        .build()
        .run(new BasicChatInput("hi"));
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
