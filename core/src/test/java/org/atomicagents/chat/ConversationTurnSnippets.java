package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;

/** The examples in the Javadoc of the class. */
class ConversationTurnSnippets {
  @Description("A question")
  record Question(String text) {}

  @Description("The next step")
  sealed interface Step {}

  @Description("Look up the weather in a city")
  record Lookup(String city) implements Step {}

  @Description("The final answer")
  record Reply(String text) implements Step {}

  @Test
  void turn() {
    var agent =
        AtomicAgent.of(
            Question.class,
            Step.class,
            model(
                "{\"value\":{\"type\":\"Lookup\",\"city\":\"Bergen\"}}",
                "{\"value\":{\"type\":\"Reply\",\"text\":\"Yes.\"}}"));
    var question = new Question("Do I need an umbrella in Bergen?");
    ChatHistory history = ChatHistory.unbounded();

    // @start region="turn"
    try (var turn = ConversationTurn.begin(history)) {
      var options = RunOptions.history(turn);
      Step step = agent.run(question, options);
      while (step instanceof Lookup lookup) {
        String weather = weatherIn(lookup.city()); // the tool: plain Java
        turn.add(ChatEntry.of(Message.toolResult("1", "weather", weather)));
        step = agent.run(options);
      }
      turn.commitTurn(); // the question, the step, the result and the reply, as one turn
    }
    // @end

    assertThat(history.turns()).hasSize(1);
    assertThat(history.messageCount()).isEqualTo(4);
  }

  private static String weatherIn(String city) {
    return "\"rain in " + city + "\"";
  }

  private static Model model(String... responses) {
    Iterator<String> remaining = List.of(responses).iterator();
    return Model.of(
            (request, context) ->
                ModelExchange.of(
                    new ModelEvent.TextDelta(remaining.next()),
                    new ModelEvent.Finished(FinishReason.STOP, "stop")),
            "scripted")
        .withModes(ResponseMode.JSON_SCHEMA);
  }
}
