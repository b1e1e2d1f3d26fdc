package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import jakarta.validation.constraints.Min;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.agent.ControlledExchange;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StreamConformanceTest {
  private static final In IN = new In("q");

  @Description("A question")
  record In(String q) {}

  @Description("One text")
  record Field(String field) {}

  @Description("A text and a number")
  record Out(String a, @Nullable Integer b) {}

  @Description("Items")
  record Items(List<Item> items) {}

  @Description("An item")
  record Item(String name) {}

  @Test
  @DisplayName("R01 a text grows")
  void r01() {
    assertThat(values(Field.class, "{\"field\": \"hel", "lo\"}"))
        .containsExactly(new Field("hel"), new Field("hello"));
  }

  @Test
  @DisplayName("R02 what has not come is null")
  void r02() {
    assertThat(values(Out.class, "{\"a\":\"x")).containsExactly(new Out("x", null));
  }

  @Test
  @DisplayName("R03 half a key is no key, and a key without a value has none")
  void r03() {
    assertThat(values(Out.class, "{\"a\":\"x\",\"b")).containsExactly(new Out("x", null));
    assertThat(values(Out.class, "{\"a\":\"x\",\"b\":")).containsExactly(new Out("x", null));
  }

  @Test
  @DisplayName("R04 no escape and no code point is shown in half")
  void r04() {
    assertThat(values(Out.class, "{\"a\":\"1\\", "n2\"}"))
        .containsExactly(new Out("1", null), new Out("1\n2", null));
    assertThat(values(Out.class, "{\"a\":\"1\\u00", "e9\"}"))
        .containsExactly(new Out("1", null), new Out("1é", null));
    assertThat(values(Out.class, "{\"a\":\"1\\ud83d", "\\ude00\"}"))
        .containsExactly(new Out("1", null), new Out("1😀", null));
    assertThat(values(Out.class, "{\"a\":\"1\uD83D", "\uDE00\"}"))
        .containsExactly(new Out("1", null), new Out("1😀", null));
  }

  @Test
  @DisplayName("R05 records in lists grow")
  void r05() {
    assertThat(values(Items.class, "{\"items\":[{\"name\":\"a\"},{\"na"))
        .containsExactly(new Items(List.of(new Item("a"), new Item(null))));
  }

  @Description("A number")
  record Count(@Nullable Integer n) {}

  @Test
  @DisplayName("R06 a number is absent until its delimiter")
  void r06() {
    assertThat(values(Count.class, "{\"n\":12", "3}"))
        .containsExactly(new Count(null), new Count(123));
  }

  enum Level {
    low,
    high
  }

  @Description("A choice")
  record Choice(@Nullable Level p) {}

  @Test
  @DisplayName("R07 an enum is absent until it is whole, without an error")
  void r07() {
    assertThat(values(Choice.class, "{\"p\":\"hi", "gh\"}"))
        .containsExactly(new Choice(null), new Choice(Level.high));
  }

  @Test
  @DisplayName("R08 white space and fences around the answer are no error")
  void r08() {
    assertThat(values(Count.class, "\n", " {\"n\":", "1}"))
        .containsExactly(new Count(null), new Count(1));
    for (ResponseMode mode : List.of(ResponseMode.JSON_OBJECT, ResponseMode.PROMPTED_JSON)) {
      var script = ScriptedModel.answering("```json\n{\"n\":1}\n```\n");
      try (var stream =
          AtomicAgent.of(In.class, Count.class, script.model()).stream(
              IN, RunOptions.defaults().withMode(mode))) {
        assertThat(list(stream).getLast().value()).isEqualTo(new Count(1));
      }
      assertThat(script.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("R09 the end is what run returns, validated, and in the history")
  void r09() {
    var history = ChatHistory.unbounded();
    String answer = "{\"a\":\"x\",\"b\":2}";
    Out whole = agent(ScriptedModel.answering(answer)).run(IN);
    try (var stream =
        agent(ScriptedModel.answering(answer)).stream(IN, RunOptions.history(history))) {
      assertThat(list(stream).getLast().value()).isEqualTo(whole);
      assertThat(stream.result()).isEqualTo(whole);
    }
    assertThat(history.messages())
        .containsExactly(Message.user("{\"q\":\"q\"}"), Message.assistant(answer));
  }

  @Test
  @DisplayName("R10 an empty stream is an error of its own kind, and leaves no trace")
  void r10() {
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.of(ScriptedResponse.events(new ModelEvent[0]));
    try (var stream = agent(script).stream(IN, RunOptions.history(history))) {
      assertThatThrownBy(() -> list(stream)).isInstanceOf(EmptyResponseException.class);
    }
    assertThat(history.messages()).isEmpty();
  }

  @Description("A price")
  record Price(@Min(1) int price) {}

  @Test
  @DisplayName("R11 an invalid end is asked for again or an error, and never in the history")
  void r11() {
    var history = ChatHistory.unbounded();
    var options = RunOptions.history(history);
    String bad = "{\"price\":0}";
    var once = ScriptedModel.answering(bad);
    try (var stream =
        AtomicAgent.of(In.class, Price.class, once.model()).stream(
            IN, options.withLimits(RunLimits.defaults().withMaxAttempts(1)))) {
      assertThatThrownBy(() -> list(stream)).isInstanceOf(InvalidOutputException.class);
    }
    assertThat(history.messages()).isEmpty();

    var twice = ScriptedModel.answering(bad, "{\"price\":1}");
    try (var stream = AtomicAgent.of(In.class, Price.class, twice.model()).stream(IN, options)) {
      assertThat(list(stream).getLast().value()).isEqualTo(new Price(1));
    }
    assertThat(history.messages())
        .containsExactly(Message.user("{\"q\":\"q\"}"), Message.assistant("{\"price\":1}"));
  }

  @Test
  @DisplayName("R12 a consumer that stops ends the exchange, and leaves the history as it was")
  void r12() throws Exception {
    var history = ChatHistory.unbounded();
    var tape = new ControlledExchange().say("{\"a\":\"x");
    try (var stream =
        AtomicAgent.of(In.class, Out.class, ControlledExchange.model(tape)).stream(
            IN, RunOptions.history(history))) {
      assertThat(stream.iterator().next().value()).isEqualTo(new Out("x", null));
    }
    tape.awaitClosed();
    assertThat(history.messages()).isEmpty();
  }

  @Test
  @DisplayName("R13 a byte of 1 MB costs what one of 100 kB does, and nothing is shown twice")
  void r13() {
    bytesPerPiece(1_000);
    long small = bytesPerPiece(10_000);
    long large = bytesPerPiece(100_000);

    assertThat(large).isLessThanOrEqualTo(small * 2);

    var script =
        ScriptedModel.of(
            ScriptedResponse.text("{  \"a\"  :  \"x\"  ,  \"b\"  :  2  }").withChunkSize(1));
    try (var stream = agent(script).stream(IN)) {
      List<String> shown = list(stream).stream().map(StreamConformanceTest::whole).toList();
      assertThat(shown).doesNotHaveDuplicates();
    }
  }

  /** What memory a piece of about ten characters takes, of so many. */
  private static long bytesPerPiece(int pieces) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    IncrementalDecoder<Items> decoder = Schema.of(Items.class).incremental(Strictness.LENIENT);
    decoder.feed("{\"items\":[{\"name\":\"");
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < pieces; i++) {
      decoder.feed(i % 2 == 0 ? "0123456789" : "\"},{\"name\":\"");
      decoder.snapshot().value();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / pieces;
  }

  private static String whole(Partial<?> partial) {
    return partial.json() + Stream.of("$", "$.a", "$.b").map(partial::state).toList();
  }

  @Description("Tasks")
  record Tasks(List<Task> tasks) {}

  @Description("A task")
  record Task(String a) {}

  @Test
  @DisplayName("R14 items of a list, each as soon as it is complete")
  void r14() {
    var tape = new ControlledExchange();
    try (var stream =
        AtomicAgent.of(In.class, Tasks.class, ControlledExchange.model(tape)).stream(IN)) {
      var elements = stream.elements("$.tasks", Task.class).iterator();
      tape.say("{\"tasks\":[{\"a\":\"}\"}");
      assertThat(elements.next()).isEqualTo(new Element<>(1, 0, new Task("}")));
      tape.say(",{\"a\":\"{\"}");
      assertThat(elements.next()).isEqualTo(new Element<>(1, 1, new Task("{")));
      tape.say("]}").end();
      assertThat(elements.hasNext()).isFalse();
    }
  }

  @Test
  @DisplayName("R15 a partial has all text before it, and the deltas make up the same text")
  void r15() {
    String said = "one two three four five";
    var script = ScriptedModel.answering("{\"field\":\"" + said + "\"}");
    try (var stream = AtomicAgent.of(In.class, Field.class, script.model()).stream(IN)) {
      List<FieldDelta> deltas = new ArrayList<>();
      stream.text("$.field").forEach(deltas::add);
      List<String> texts = list(stream).stream().map(each -> each.value().field()).toList();

      assertThat(deltas.stream().map(FieldDelta::text).collect(Collectors.joining()))
          .isEqualTo(said);
      assertThat(texts).allMatch(said::startsWith).endsWith(said);
    }
  }

  /** What is shown after each piece, where something is new. */
  private static <T> List<T> values(Class<T> type, String... pieces) {
    IncrementalDecoder<T> decoder = Schema.of(type).incremental(Strictness.LENIENT);
    var values = new ArrayList<T>();
    Snapshot<T> last = decoder.snapshot();
    for (String piece : pieces) {
      decoder.feed(piece);
      if (decoder.snapshot() != last) {
        last = decoder.snapshot();
        values.add(last.value());
      }
    }
    return values;
  }

  private static <T> List<Partial<T>> list(AgentStream<T> stream) {
    var all = new ArrayList<Partial<T>>();
    stream.forEach(all::add);
    return all;
  }

  private static AtomicAgent<In, Out> agent(ScriptedModel script) {
    return AtomicAgent.of(In.class, Out.class, script.model());
  }
}
