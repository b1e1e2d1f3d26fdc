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
  private static final String GOOD = "{\"chat_message\":\"good\"}";
  private static final String BAD = "{\"chat_message\":5}";

  private final List<String> heard = new ArrayList<>();

  @Test
  @DisplayName("K01 listeners are told in the order of their registration")
  void k01() {
    var listeners =
        Listeners.none()
            .with(OutputRejected.class, event -> heard.add("h1 " + event.text()))
            .with(OutputRejected.class, event -> heard.add("h2 " + event.text()));

    run(listeners, BAD, GOOD);

    assertThat(heard).containsExactly("h1 " + BAD, "h2 " + BAD);
  }

  @Test
  @DisplayName("K02 a failing listener stops nobody, and a warning names the event")
  void k02() {
    var warnings = new Warnings();
    var listeners =
        Listeners.none()
            .with(
                OutputRejected.class,
                event -> {
                  throw new IllegalStateException("listener is broken");
                })
            .with(OutputRejected.class, event -> heard.add("h2"));

    BasicChatOutput output = warnings.during(() -> run(listeners, BAD, GOOD));

    assertThat(output).isEqualTo(new BasicChatOutput("good"));
    assertThat(heard).containsExactly("h2");
    assertThat(warnings.messages)
        .containsExactly("A listener failed on OutputRejected of agent 'BasicChatOutputSchema'");
  }

  @Test
  @DisplayName("K03 listeners of one kind are taken off, or all")
  void k03() {
    var listeners =
        Listeners.none()
            .with(OutputRejected.class, event -> heard.add("rejected"))
            .with(RequestSent.class, event -> heard.add("sent"));

    run(listeners.without(OutputRejected.class), BAD, GOOD);
    run(Listeners.none(), BAD, GOOD);

    assertThat(heard).containsExactly("sent", "sent");
  }

  @Test
  @DisplayName("K04 listeners that are switched off hear nothing at all")
  void k04() {
    Listeners on = Listeners.none().with(event -> heard.add(event.getClass().getSimpleName()));
    Listeners off = on.withEnabled(false);

    run(off, BAD, GOOD);

    assertThat(off.isEnabled()).isFalse();
    assertThat(heard).isEmpty();

    run(off.withEnabled(true), GOOD);

    assertThat(heard).containsExactly("RequestSent", "ResponseReceived", "RunCompleted");
  }

  @Test
  @DisplayName("K05 taking off an unknown listener, and events that nobody hears, do no harm")
  void k05() {
    AgentListener unknown = event -> {};
    var listeners = Listeners.none().with(OutputRejected.class, event -> heard.add("rejected"));

    assertThatCode(() -> run(listeners.without(unknown), BAD, GOOD)).doesNotThrowAnyException();
    assertThatCode(() -> run(listeners.without(RequestSent.class), BAD, GOOD))
        .doesNotThrowAnyException();
    assertThat(heard).containsExactly("rejected", "rejected");
  }

  @Test
  @DisplayName("K06 reading the token count tells the same result once")
  void k06() {
    var counts = new ArrayList<TokenCount>();
    var script = ScriptedModel.answering(GOOD);
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
    var script = ScriptedModel.answering(GOOD, GOOD, GOOD);
    var second = AtomicAgent.of(script.model());
    var first =
        second.withListeners(Listeners.none().with(RequestSent.class, event -> heard.add("first")));

    second.run(new BasicChatInput("hi"));
    second.withListeners(Listeners.none()).run(new BasicChatInput("hi"));

    assertThat(heard).isEmpty();

    first.run(new BasicChatInput("hi"));

    assertThat(heard).containsExactly("first");
  }

  @Test
  @DisplayName("K08 the sequence of a re-ask")
  void k08() {
    run(Listeners.none().with(this::note), BAD, GOOD);

    assertThat(heard)
        .containsExactly(
            "RequestSent",
            "ResponseReceived",
            "OutputRejected",
            "RequestSent",
            "ResponseReceived",
            "RunCompleted");
  }

  private void note(AgentEvent event) {
    heard.add(event.getClass().getSimpleName());
  }

  private static BasicChatOutput run(Listeners listeners, String... answers) {
    return AtomicAgent.builder(ScriptedModel.answering(answers).model())
        .listeners(listeners)
        .build()
        .run(new BasicChatInput("hi"));
  }

  private static final class Warnings extends Handler {
    private final List<String> messages = new ArrayList<>();

    BasicChatOutput during(Supplier<BasicChatOutput> work) {
      Logger logger = Logger.getLogger(Listeners.class.getName());
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
      try {
        return work.get();
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
