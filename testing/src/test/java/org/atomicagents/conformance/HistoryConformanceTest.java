package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.message.Message;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
