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
  @DisplayName("R01 a partial text is visible")
  void r01() {
    assertThat(values(Field.class, "{\"field\": \"hel", "lo\"}"))
        .containsExactly(new Field("hel"), new Field("hello"));
  }

  @Test
  @DisplayName("R02 a property that was not received is null")
  void r02() {
    assertThat(values(Out.class, "{\"a\":\"x")).containsExactly(new Out("x", null));
  }

  @Test
  @DisplayName("R03 a partial key and a key without a value are ignored")
  void r03() {
    assertThat(values(Out.class, "{\"a\":\"x\",\"b")).containsExactly(new Out("x", null));
    assertThat(values(Out.class, "{\"a\":\"x\",\"b\":")).containsExactly(new Out("x", null));
  }

  @Test
  @DisplayName("R04 partial escapes and code points are not visible")
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
  @DisplayName("R05 partial records in lists are visible")
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
  @DisplayName("R07 an enum is absent until it is complete, without an error")
  void r07() {
    assertThat(values(Choice.class, "{\"p\":\"hi", "gh\"}"))
        .containsExactly(new Choice(null), new Choice(Level.high));
  }

  @Test
  @DisplayName("R08 white space and code fences around the response are accepted")
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
  @DisplayName("R09 the last partial is the validated result of run, and is in the history")
  void r09() {
    var history = ChatHistory.unbounded();
    String response = "{\"a\":\"x\",\"b\":2}";
    Out expected = agent(ScriptedModel.answering(response)).run(IN);
    try (var stream =
        agent(ScriptedModel.answering(response)).stream(IN, RunOptions.history(history))) {
      assertThat(list(stream).getLast().value()).isEqualTo(expected);
      assertThat(stream.result()).isEqualTo(expected);
    }
    assertThat(history.messages())
        .containsExactly(Message.user("{\"q\":\"q\"}"), Message.assistant(response));
  }

  @Test
  @DisplayName("R10 an empty stream throws EmptyResponseException and does not change the history")
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
  @DisplayName("R11 an invalid output causes a re-ask or an error and is never in the history")
  void r11() {
    var history = ChatHistory.unbounded();
    var options = RunOptions.history(history);
    String invalid = "{\"price\":0}";
    var failing = ScriptedModel.answering(invalid);
    try (var stream =
        AtomicAgent.of(In.class, Price.class, failing.model()).stream(
            IN, options.withLimits(RunLimits.defaults().withMaxAttempts(1)))) {
      assertThatThrownBy(() -> list(stream)).isInstanceOf(InvalidOutputException.class);
    }
    assertThat(history.messages()).isEmpty();

    var succeeding = ScriptedModel.answering(invalid, "{\"price\":1}");
    try (var stream =
        AtomicAgent.of(In.class, Price.class, succeeding.model()).stream(IN, options)) {
      assertThat(list(stream).getLast().value()).isEqualTo(new Price(1));
    }
    assertThat(history.messages())
        .containsExactly(Message.user("{\"q\":\"q\"}"), Message.assistant("{\"price\":1}"));
  }

  @Test
  @DisplayName("R12 closing a stream early closes the exchange and does not change the history")
  void r12() throws Exception {
    var history = ChatHistory.unbounded();
    var exchange = new ControlledExchange().emitText("{\"a\":\"x");
    try (var stream =
        AtomicAgent.of(In.class, Out.class, ControlledExchange.model(exchange)).stream(
            IN, RunOptions.history(history))) {
      assertThat(stream.iterator().next().value()).isEqualTo(new Out("x", null));
    }
    exchange.awaitClosed();
    assertThat(history.messages()).isEmpty();
  }

  @Test
  @DisplayName("R13 the cost per byte does not grow with the size, and no partial is repeated")
  void r13() {
    bytesPerChunk(1_000);
    long small = bytesPerChunk(10_000);
    long large = bytesPerChunk(100_000);

    assertThat(large).isLessThanOrEqualTo(small * 2);

    var script =
        ScriptedModel.of(
            ScriptedResponse.text("{  \"a\"  :  \"x\"  ,  \"b\"  :  2  }").withChunkSize(1));
    try (var stream = agent(script).stream(IN)) {
      List<String> partials = list(stream).stream().map(StreamConformanceTest::describe).toList();
      assertThat(partials).doesNotHaveDuplicates();
    }
  }

  /** Returns the bytes allocated per chunk of about ten characters. */
  private static long bytesPerChunk(int chunks) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    IncrementalDecoder<Items> decoder = Schema.of(Items.class).incremental(Strictness.LENIENT);
    decoder.feed("{\"items\":[{\"name\":\"");
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < chunks; i++) {
      decoder.feed(i % 2 == 0 ? "0123456789" : "\"},{\"name\":\"");
      decoder.snapshot().value();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / chunks;
  }

  private static String describe(Partial<?> partial) {
    return partial.json() + Stream.of("$", "$.a", "$.b").map(partial::state).toList();
  }

  @Description("Tasks")
  record Tasks(List<Task> tasks) {}

  @Description("A task")
  record Task(String a) {}

  @Test
  @DisplayName("R14 list elements are emitted as soon as they are complete")
  void r14() {
    var exchange = new ControlledExchange();
    try (var stream =
        AtomicAgent.of(In.class, Tasks.class, ControlledExchange.model(exchange)).stream(IN)) {
      var elements = stream.elements("$.tasks", Task.class).iterator();
      exchange.emitText("{\"tasks\":[{\"a\":\"}\"}");
      assertThat(elements.next()).isEqualTo(new Element<>(1, 0, new Task("}")));
      exchange.emitText(",{\"a\":\"{\"}");
      assertThat(elements.next()).isEqualTo(new Element<>(1, 1, new Task("{")));
      exchange.emitText("]}").end();
      assertThat(elements.hasNext()).isFalse();
    }
  }

  @Test
  @DisplayName("R15 partials contain all received text, and the deltas add up to the same text")
  void r15() {
    String text = "one two three four five";
    var script = ScriptedModel.answering("{\"field\":\"" + text + "\"}");
    try (var stream = AtomicAgent.of(In.class, Field.class, script.model()).stream(IN)) {
      List<FieldDelta> deltas = new ArrayList<>();
      stream.text("$.field").forEach(deltas::add);
      List<String> texts = list(stream).stream().map(partial -> partial.value().field()).toList();

      assertThat(deltas.stream().map(FieldDelta::text).collect(Collectors.joining()))
          .isEqualTo(text);
      assertThat(texts).allMatch(text::startsWith).endsWith(text);
    }
  }

  /** Returns the partial values after each chunk, without repetitions. */
  private static <T> List<T> values(Class<T> type, String... chunks) {
    IncrementalDecoder<T> decoder = Schema.of(type).incremental(Strictness.LENIENT);
    var values = new ArrayList<T>();
    Snapshot<T> last = decoder.snapshot();
    for (String chunk : chunks) {
      decoder.feed(chunk);
      if (decoder.snapshot() != last) {
        last = decoder.snapshot();
        values.add(last.value());
      }
    }
    return values;
  }

  private static <T> List<Partial<T>> list(AgentStream<T> stream) {
    var partials = new ArrayList<Partial<T>>();
    stream.forEach(partials::add);
    return partials;
  }

  private static AtomicAgent<In, Out> agent(ScriptedModel script) {
    return AtomicAgent.of(In.class, Out.class, script.model());
  }
}
