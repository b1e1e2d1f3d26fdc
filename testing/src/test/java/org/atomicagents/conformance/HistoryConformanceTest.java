package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.HistoryDump;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.Image;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryConformanceTest {

  @Test
  @DisplayName("H01 a new history is empty")
  void h01() {
    var history = ChatHistory.latestMessages(5);

    assertThat(history.messageCount()).isZero();
    assertThat(history.maxMessages()).hasValue(5);
    assertThat(history.currentTurn()).isEmpty();
  }

  @Test
  @DisplayName("H02 the first message starts a turn")
  void h02() {
    var history = ChatHistory.unbounded();

    history.add(ChatEntry.of(Message.user("hi")));

    assertThat(history.currentTurn()).hasValueSatisfying(id -> assertThat(id).hasSize(36));
    assertThat(history.turns().getFirst().entries()).hasSize(1);
  }

  @Test
  @DisplayName("H03 messages belong to the turn in which they were added")
  void h03() {
    var history = ChatHistory.unbounded();
    history.commit(Turn.of(ChatEntry.of(Message.user("u0"))));
    String first = history.currentTurn().orElseThrow();
    history.add(ChatEntry.of(Message.assistant("a0")));

    history.commit(Turn.of(ChatEntry.of(Message.user("u1"))));
    String second = history.currentTurn().orElseThrow();

    assertThat(history.turns().stream().map(Turn::id)).containsExactly(first, second);
    assertThat(first).isNotEqualTo(second);
    assertThat(history.turns().getFirst().entries()).hasSize(2);
  }

  @Test
  @DisplayName("H04 a bounded history keeps the latest messages of a long turn")
  void h04() {
    var history = ChatHistory.latestMessages(5);

    for (int i = 0; i < 7; i++) {
      history.add(ChatEntry.of(Message.user("Message " + i)));
    }

    assertThat(history.messages()).hasSize(5);
    assertThat(history.messages().getFirst()).isEqualTo(Message.user("Message 2"));
  }

  @Test
  @DisplayName("H05 a history without a limit keeps everything; a limit of 0 is rejected")
  void h05() {
    var history = ChatHistory.unbounded();

    for (int i = 0; i < 100; i++) {
      history.add(ChatEntry.of(Message.user("Message " + i)));
    }

    assertThat(history.messageCount()).isEqualTo(100);
    assertThatThrownBy(() -> ChatHistory.latestMessages(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxMessages: expected 1 or more, found 0");
    assertThatThrownBy(() -> ChatHistory.builder().maxTurns(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxTurns: expected 1 or more, found -1");
  }

  @Test
  @DisplayName("H06 complete turns are evicted")
  void h06() {
    var history = ChatHistory.latestMessages(3);
    history.commit(turn("u0", "a0"));
    history.commit(turn("u1", "a1"));

    assertThat(history.messages()).containsExactly(Message.user("u1"), Message.assistant("a1"));
  }

  @Test
  @DisplayName("H07 an input is encoded as JSON")
  void h07() {
    assertThat(encodedInput(TestInput.class, new TestInput("àéèï")))
        .isEqualTo(Message.user("{\"test_field\":\"àéèï\"}"));
  }

  @Test
  @DisplayName("H08 a nested input is encoded as JSON")
  void h08() {
    var input =
        new Complex("Complex input", 2.718, List.of("a", "b", "c"), new Nested("Nested input", 99));

    assertThat(encodedInput(Complex.class, input))
        .isEqualTo(
            Message.user(
                "{\"text_field\":\"Complex"
                    + " input\",\"number_field\":2.718,\"list_field\":[\"a\",\"b\",\"c\"],\"nested_field\":{\"nested_field\":\"Nested"
                    + " input\",\"nested_int\":99}}"));
  }

  @Test
  @DisplayName("H09 the form of a dump")
  void h09() {
    var history = ChatHistory.latestMessages(5);
    ScriptedModel script = ScriptedModel.answering("{\"chat_message\":\"1\"}");
    AtomicAgent.of(BasicChatInput.class, BasicChatOutput.class, script.model())
        .run(new BasicChatInput("hi"), RunOptions.history(history));
    ChatEntry input = history.turns().getFirst().entries().getFirst();
    var one = ChatHistory.latestMessages(5);
    one.commit(Turn.of("T", List.of(input)));

    assertThat(dump(BasicChatInput.class).write(one))
        .isEqualTo(
            "{\"history\":[{\"role\":\"user\",\"content\":{\"class_name\":\"schemas.BasicChatInput\",\"data\":\"{\\\"chat_message\\\":\\\"hi\\\"}\"},\"turn_id\":\"T\"}],\"max_messages\":5,\"current_turn_id\":\"T\"}");
  }

  @Test
  @DisplayName("H10 a dump is read with equal values")
  void h10() {
    var value =
        new Order(
            "o-1",
            Priority.HIGH,
            Map.of("a", new Nested("text", 1)),
            new Nested("n", 2),
            List.of("x"),
            Image.of(URI.create("https://example.com/a.jpg")));
    var history = ChatHistory.latestMessages(9);
    history.commit(
        Turn.of(
            "T",
            List.of(
                ChatEntry.of(value, new Message(Role.USER, Schema.of(Order.class).parts(value))),
                ChatEntry.of(
                    new Nested("answer", 3),
                    Message.assistant("{\"nested_field\":\"answer\",\"nested_int\":3}")))));

    HistoryDump dump = dump(Order.class, Nested.class);
    ChatHistory read = dump.read(dump.write(history));

    assertThat(read.turns().getFirst().entries()).isEqualTo(history.turns().getFirst().entries());
    assertThat(read.currentTurn()).contains("T");
    assertThat(read.maxMessages()).hasValue(9);
    read.add(ChatEntry.of(Message.user("more")));
    assertThat(read.messageCount()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid json",
        "{\"history\":[]}",
        "{\"history\":[{\"role\":\"user\",\"content\":{\"class_name\":\"unknown.Type\",\"data\":\"{}\"},\"turn_id\":\"T\"}],\"max_messages\":null,\"current_turn_id\":\"T\"}"
      })
  @DisplayName("H11 invalid data is rejected")
  void h11(String text) {
    assertThatThrownBy(() -> dump(Nested.class).read(text))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Invalid serialized data");
  }

  @Test
  @DisplayName("H12 a rejected dump changes nothing")
  void h12() {
    var history = ChatHistory.latestMessages(2);
    history.commit(Turn.of("T", List.of(ChatEntry.of(Message.user("a")))));
    history.add(ChatEntry.of(Message.assistant("b")));
    List<Turn> before = history.turns();
    String first =
        "{\"role\":\"user\",\"content\":{\"class_name\":\"schemas.Nested\",\"data\":\"{\\\"nested_field\\\":\\\"a\\\",\\\"nested_int\\\":3}\"},\"turn_id\":\"U\"}";
    String text =
        "{\"history\":[%s,%s],\"max_messages\":7,\"current_turn_id\":\"U\"}"
            .formatted(first, first.replace(":3", ":null"));

    assertThatThrownBy(() -> dump(Nested.class).read(text))
        .hasMessageStartingWith("Invalid serialized data: $.history[1].content.data");
    assertThat(history.turns()).isEqualTo(before);
    assertThat(history.maxMessages()).hasValue(2);
    assertThat(history.currentTurn()).contains("T");
  }

  @Test
  @DisplayName("H13 a class name is looked up among the registered types only")
  void h13() {
    for (String name : List.of("os.system", Nested.class.getName(), "java.lang.String")) {
      String text =
          "{\"history\":[{\"role\":\"user\",\"content\":{\"class_name\":\"%s\",\"data\":\"{}\"},\"turn_id\":\"T\"}],\"max_messages\":null,\"current_turn_id\":\"T\"}"
              .formatted(name);

      assertThatThrownBy(() -> dump(Nested.class).read(text))
          .hasMessage(
              "Invalid serialized data: $.history[0].content.class_name: expected a registered type, found \"%s\"\nAdd the type to ConversationTypes, or set UnknownTypePolicy.OMIT_VALUE."
                  .formatted(name));
    }
  }

  private static HistoryDump dump(Class<?>... types) {
    ConversationTypes.Builder builder = ConversationTypes.builder();
    for (Class<?> type : types) {
      builder.type("schemas." + type.getSimpleName(), type);
    }
    return new HistoryDump(builder.build());
  }

  @Description("An order")
  record Order(
      String id,
      Priority priority,
      @JsonProperty("by_name") Map<String, Nested> byName,
      Nested nested,
      List<String> tags,
      Image image) {}

  enum Priority {
    LOW,
    HIGH
  }

  @Test
  @DisplayName("H14 a change of a copy does not change the original")
  void h14() {
    var original = ChatHistory.latestMessages(5);
    original.commit(turn("u0", "a0"));

    ChatHistory copy = original.fork();
    assertThat(copy.maxMessages()).isEqualTo(original.maxMessages());
    assertThat(copy.currentTurn()).isEqualTo(original.currentTurn());
    copy.commit(turn("u1", "a1"));
    copy.delete(original.currentTurn().orElseThrow());

    assertThat(original.messages()).containsExactly(Message.user("u0"), Message.assistant("a0"));
    assertThat(copy.messages()).containsExactly(Message.user("u1"), Message.assistant("a1"));
  }

  @Test
  @DisplayName("H15 a copy has the same limits and policy, with values of any type")
  void h15() {
    var evicted = new ArrayList<Turn>();
    var history =
        ChatHistory.builder()
            .maxTurns(1)
            .onEviction(evicted::addAll)
            .overlapPolicy(OverlapPolicy.QUEUE)
            .build();
    history.commit(
        Turn.of(ChatEntry.of(Map.of("query", "from a schema at run time"), Message.user("{}"))));

    ChatHistory copy = history.fork();
    assertThat(copy.turns()).isEqualTo(history.turns());
    copy.commit(turn("u1", "a1"));

    assertThat(copy.overlapPolicy()).isEqualTo(OverlapPolicy.QUEUE);
    assertThat(copy.turns()).hasSize(1);
    assertThat(evicted).isEqualTo(history.turns());
  }

  @Test
  @DisplayName("H16 a turn is deleted by its id")
  void h16() {
    var history = ChatHistory.unbounded();
    history.commit(Turn.of("123-456", List.of(ChatEntry.of(Message.user("u0")))));
    history.commit(Turn.of("789-012", List.of(ChatEntry.of(Message.user("u1")))));

    history.delete("123-456");
    assertThat(history.turns().stream().map(Turn::id)).containsExactly("789-012");
    history.delete("789-012");
    assertThat(history.messageCount()).isZero();
    assertThat(history.currentTurn()).isEmpty();
    assertThatThrownBy(() -> history.delete("non-existent-id"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Turn ID non-existent-id not found in history.");
  }

  @Test
  @DisplayName("H17 the turn before a deleted last turn becomes the current one")
  void h17() {
    var history = ChatHistory.unbounded();
    for (String id : List.of("t1", "t2", "t3")) {
      history.commit(Turn.of(id, List.of(ChatEntry.of(Message.user(id)))));
    }
    ChatHistory other = history.fork();

    history.delete("t3");
    other.delete("t1");

    assertThat(history.currentTurn()).hasValue("t2");
    assertThat(other.currentTurn()).hasValue("t3");
  }

  @Test
  @DisplayName("H18 concurrent turns are never interleaved")
  void h18() throws Exception {
    var history = ChatHistory.unbounded();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 100; i++) {
      Turn turn = turn("u" + i, "a" + i);
      threads.add(Thread.startVirtualThread(() -> history.commit(turn)));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(history.messages()).hasSize(200);
    assertThat(history.turns().stream().map(Turn::id).distinct()).hasSize(100);
    assertThat(history.turns())
        .allSatisfy(turn ->
            assertThat(turn.entries().get(1).message().text().substring(1))
                .isEqualTo(turn.entries().get(0).message().text().substring(1)));
  }

  private static Turn turn(String user, String assistant) {
    return Turn.of(ChatEntry.of(Message.user(user)), ChatEntry.of(Message.assistant(assistant)));
  }

  private static <I extends Record> Message encodedInput(Class<I> type, I input) {
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.answering("{\"chat_message\":\"1\"}");
    AtomicAgent.of(type, BasicChatOutput.class, script.model())
        .run(input, RunOptions.history(history));
    return history.messages().getFirst();
  }

  @Description("An input")
  record TestInput(@JsonProperty("test_field") String testField) {}

  @Description("A complex input")
  record Complex(
      @JsonProperty("text_field") String text,
      @JsonProperty("number_field") double number,
      @JsonProperty("list_field") List<String> list,
      @JsonProperty("nested_field") Nested nested) {}

  @Description("A nested input")
  record Nested(
      @JsonProperty("nested_field") String text, @JsonProperty("nested_int") int number) {}
}
