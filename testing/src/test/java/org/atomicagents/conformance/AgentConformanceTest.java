package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.chat.Turn;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AgentConformanceTest {
  static final String DEFAULT_PROMPT =
      """
      # IDENTITY and PURPOSE
      - This is a conversation with a helpful and friendly AI assistant.

      # OUTPUT INSTRUCTIONS
      - Always respond using the proper JSON schema.
      - Always use the available additional information and context to enhance the response.\
      """;

  @Test
  @DisplayName("A01 the request consists of the prompt and the input")
  void a01() {
    var script = ScriptedModel.answering("{\"chat_message\":\"hello\"}");

    AtomicAgent.of(script.model()).run(new BasicChatInput("hi"));

    ModelRequest request = script.lastRequest();
    assertThat(request.model()).isEqualTo("gpt-5-mini");
    assertThat(request.messages())
        .containsExactly(Message.system(DEFAULT_PROMPT), Message.user("{\"chat_message\":\"hi\"}"));
  }

  @Test
  @DisplayName("A02 a run adds its input and output to the history as one turn")
  void a02() {
    var history = ChatHistory.unbounded();
    var script = ScriptedModel.answering("{\"chat_message\":\"Test output\"}");

    AtomicAgent.of(script.model()).run(new BasicChatInput("hi"), RunOptions.history(history));

    assertThat(history.turns()).hasSize(1);
    assertThat(history.turns().getFirst().entries().stream().map(ChatEntry::value))
        .containsExactly(new BasicChatInput("hi"), new BasicChatOutput("Test output"));
    assertThat(history.messages())
        .containsExactly(
            Message.user("{\"chat_message\":\"hi\"}"),
            Message.assistant("{\"chat_message\":\"Test output\"}"));
  }

  @Test
  @DisplayName("A03 a run without input continues the last turn")
  void a03() {
    var history = ChatHistory.unbounded();
    Message question = Message.user("{\"chat_message\":\"u1\"}");
    Message response = Message.assistant("{\"chat_message\":\"a1\"}");
    history.commit(Turn.of(ChatEntry.of(question), ChatEntry.of(response)));
    var script = ScriptedModel.answering("{\"chat_message\":\"a2\"}");
    var agent = AtomicAgent.builder(script.model()).history(history).build();

    agent.run();

    assertThat(script.lastRequest().messages())
        .containsExactly(Message.system(DEFAULT_PROMPT), question, response);
    assertThat(history.turns()).hasSize(1);
    assertThat(history.messages())
        .containsExactly(question, response, Message.assistant("{\"chat_message\":\"a2\"}"));
  }

  @Test
  @DisplayName("A07 the model family defines the system role; the system message is optional")
  void a07() {
    var script = ScriptedModel.answering("{\"chat_message\":\"1\"}", "{\"chat_message\":\"2\"}");
    var developer = script.model().withRules(ParameterRules.STANDARD.withSystemRole("developer"));

    AtomicAgent.of(developer).run(new BasicChatInput("hi"));
    AtomicAgent.builder(developer)
        .systemPrompt(SystemPrompt.none())
        .build()
        .run(new BasicChatInput("hi"));

    assertThat(script.requests().get(0).rules().systemRole()).isEqualTo("developer");
    assertThat(script.requests().get(0).messages().getFirst().role()).isEqualTo(Role.SYSTEM);
    assertThat(script.requests().get(1).messages())
        .containsExactly(Message.user("{\"chat_message\":\"hi\"}"));
  }

  @Test
  @DisplayName("A08 only parameters that are set are sent")
  void a08() {
    var script = ScriptedModel.answering("{\"chat_message\":\"1\"}", "{\"chat_message\":\"2\"}");
    var sampling = Sampling.defaults().withTemperature(0.5).withMaxTokens(1000);

    AtomicAgent.builder(script.model()).sampling(sampling).build().run(new BasicChatInput("hi"));
    AtomicAgent.of(script.model()).run(new BasicChatInput("hi"));

    assertThat(script.requests().get(0).sampling()).isEqualTo(sampling);
    assertThat(script.requests().get(0).sampling().topP()).isNull();
    assertThat(script.requests().get(1).sampling()).isEqualTo(Sampling.defaults());
  }

  @Test
  @DisplayName("A09 the default types are BasicChatInput and BasicChatOutput")
  void a09() {
    var model = ScriptedModel.answering().model();

    var chat = AtomicAgent.of(model);
    var typed = AtomicAgent.of(In.class, Out.class, model);

    assertThat(chat.input().type()).isEqualTo(BasicChatInput.class);
    assertThat(chat.output().type()).isEqualTo(BasicChatOutput.class);
    assertThat(typed.input().type()).isEqualTo(In.class);
    assertThat(typed.output().type()).isEqualTo(Out.class);
  }

  @Test
  @DisplayName("A10 a reset restores the first greeting, as often as needed")
  void a10() {
    var history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.assistant("Hello!")));
    ChatHistory.Snapshot initial = history.snapshot();
    var agent = AtomicAgent.of(answering("1").model());

    for (int round = 0; round < 2; round++) {
      agent.run(new BasicChatInput("a"), RunOptions.history(history));
      agent.run(new BasicChatInput("b"), RunOptions.history(history));
      history.reset(initial);

      assertThat(history.messages()).containsExactly(Message.assistant("Hello!"));
    }
  }

  @Test
  @DisplayName("A14 agents that share a history see its reset")
  void a14() {
    var history = ChatHistory.unbounded();
    var script = answering("1");
    var first = AtomicAgent.builder(script.model()).history(history).build();
    var second = AtomicAgent.builder(script.model()).history(history).build();
    first.run(new BasicChatInput("before"));

    history.clear();
    second.run(new BasicChatInput("after"));

    assertThat(script.lastRequest().messages())
        .containsExactly(
            Message.system(DEFAULT_PROMPT), Message.user("{\"chat_message\":\"after\"}"));
  }

  private static ScriptedModel answering(String text) {
    return ScriptedModel.by(
        request -> ScriptedResponse.text("{\"chat_message\":\"" + text + "\"}"));
  }

  @Test
  @DisplayName("A11 a failed run does not change the history")
  void a11() {
    var history = ChatHistory.unbounded();
    var failure =
        TransportException.of("connection reset", TransportException.Stage.RESPONSE, null);
    var script =
        ScriptedModel.of(
            ScriptedResponse.text("{\"chat_message\":\"1\"}"), ScriptedResponse.throwing(failure));
    var agent = AtomicAgent.builder(script.model()).history(history).build();
    agent.run(new BasicChatInput("first"));
    List<Turn> before = history.turns();

    assertThatThrownBy(() -> agent.run(new BasicChatInput("second"))).isSameAs(failure);

    assertThat(history.turns()).isEqualTo(before);
  }

  @Test
  @DisplayName("A15 a history may start with an assistant message")
  void a15() {
    var history = ChatHistory.unbounded();
    Message greeting = Message.assistant("{\"chat_message\":\"Hello!\"}");
    history.add(ChatEntry.of(greeting));
    var script = ScriptedModel.answering("{\"chat_message\":\"1\"}");

    AtomicAgent.of(script.model()).run(new BasicChatInput("u"), RunOptions.history(history));

    assertThat(script.lastRequest().messages())
        .containsExactly(
            Message.system(DEFAULT_PROMPT), greeting, Message.user("{\"chat_message\":\"u\"}"));
  }

  @Description("An input")
  record In(String text) {}

  @Description("An output")
  record Out(String text) {}
}
