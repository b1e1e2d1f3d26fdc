package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.routing.RoutingTypes.QUESTION;
import static org.atomicagents.routing.RoutingTypes.json;
import static org.atomicagents.routing.RoutingTypes.response;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.ApprovalRequiredException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.model.Model;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.usage.UsageLimiter;
import org.atomicagents.usage.UsageLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stages that are tool loops, routed agents, or agents with usage limits. */
@Timeout(60)
class CascadeStageTest {

  @Test
  void escalatesALoopOfTools() {
    ScriptedModel script =
        ScriptedModel.of(loopCall(), loopAnswer("bad"), loopCall(), loopAnswer("good"));
    ToolLoop<Question, Answer> loop =
        ToolLoop.builder(Question.class, Answer.class, script.model())
            .tool(Tool.of("echo", Question.class, Question.class, question -> question))
            .build();
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    Agent<Question, Answer> cascade =
        checked(CascadeAgent.of(loop, script.model("small"), script.model("large")));

    RunResult<Answer> result = cascade.call(QUESTION, RunOptions.history(history));

    assertThat(result.output().text()).isEqualTo("good");
    assertThat(result.requests()).isEqualTo(4);
    assertThat(history.turns()).hasSize(1);
    assertThat(history.turns().getFirst().entries())
        .as("question, call, result, answer")
        .hasSize(4);
    assertThat(script.requests().get(2).model()).isEqualTo("large");
    assertThat(script.requests().get(2).messages())
        .as("the second stage does not see the calls of the first one")
        .hasSameSizeAs(script.requests().get(0).messages());
  }

  @Test
  void streamsALoopOfTools() {
    ScriptedModel script =
        ScriptedModel.of(loopCall(), loopAnswer("bad"), loopCall(), loopAnswer("good"));
    ToolLoop<Question, Answer> loop =
        ToolLoop.builder(Question.class, Answer.class, script.model())
            .tool(Tool.of("echo", Question.class, Question.class, question -> question))
            .build();
    Agent<Question, Answer> cascade =
        checked(CascadeAgent.of(loop, script.model("small"), script.model("large")));
    var history = ChatHistory.unbounded();

    try (AgentStream<Answer> stream = cascade.stream(QUESTION, RunOptions.history(history))) {
      var texts = new TreeMap<Integer, String>();
      stream
          .text("$.text")
          .forEach(delta -> texts.merge(delta.draft(), delta.text(), String::concat));
      assertThat(texts.values()).containsExactly("bad", "good");
      assertThat(stream.runResult().attempts()).isEqualTo(4);
    }
    assertThat(history.turns()).hasSize(1);
  }

  @Test
  void hasNoSharedRunIfAStageHasNone() {
    ScriptedModel script = ScriptedModel.answering();
    ToolLoop<Question, Answer> loop =
        ToolLoop.builder(Question.class, Answer.class, script.model())
            .tool(Tool.of("echo", Question.class, Question.class, question -> question))
            .build();

    try (PreparedRun<Answer> run =
        CascadeAgent.of(loop, script.model("small")).prepare(QUESTION, RunOptions.defaults())) {
      assertThat(run.detached()).isEmpty();
    }
  }

  @Test
  void escalatesARoutedAgent() {
    ScriptedModel small = ScriptedModel.of(response("bad", 0.9));
    ScriptedModel large = ScriptedModel.of(response("good", 0.9));
    Agent<Question, Answer> routed =
        RoutedAgent.of(agent(small.model("own")), ModelSelector.of(small.model("chosen")));
    Agent<Question, Answer> cascade =
        checked(CascadeAgent.ofAgents(List.of(routed, agent(large.model("large")))));

    assertThat(cascade.run(QUESTION).text()).isEqualTo("good");
    assertThat(small.lastRequest().model()).isEqualTo("chosen");
  }

  @Test
  void returnsTheBestOutputAtAUsageLimit() {
    ScriptedModel script = ScriptedModel.of(response("unsure", 0.5));
    var limiter = UsageLimiter.total("acme", UsageLimits.ofRequests(1));
    Model small = script.model("small").with(limiter);
    Model large = script.model("large").with(limiter);
    Agent<Question, Answer> cascade = checked(CascadeAgent.of(agent(small), small, large));

    RunResult<Answer> result = cascade.call(QUESTION);

    assertThat(result.output().text()).isEqualTo("unsure");
    assertThat(result.shortfalls()).contains("large failed: LimitExceededException");
    assertThatThrownBy(() -> cascade.run(QUESTION))
        .as("no stage may send a request")
        .isInstanceOf(LimitExceededException.class);
    assertThat(script.requests()).hasSize(1);
  }

  @Test
  void throwsTheSuspendedCallOfALaterStage() {
    ScriptedModel small = ScriptedModel.by(request -> response("unsure", 0.5));
    ScriptedModel large = ScriptedModel.by(request -> loopCall());
    ToolLoop<Question, Answer> loop =
        ToolLoop.builder(Question.class, Answer.class, large.model())
            .tool(
                Tool.of("echo", Question.class, Question.class, question -> question)
                    .requiringApproval())
            .build();
    Agent<Question, Answer> cascade =
        checked(CascadeAgent.ofAgents(List.of(agent(small.model()), loop)));
    var history = ChatHistory.unbounded();

    assertThatThrownBy(() -> cascade.run(QUESTION, RunOptions.history(history)))
        .isInstanceOfSatisfying(
            ApprovalRequiredException.class,
            e -> {
              assertThat(e.tools()).containsExactly("echo");
              assertThat(e.requests()).as("those of the loop are in its state").isEqualTo(1);
              assertThat(e.getSuppressed()).hasSize(1);
            });
    try (AgentStream<Answer> stream = cascade.stream(QUESTION)) {
      assertThatThrownBy(stream::result).isInstanceOf(ApprovalRequiredException.class);
    }
    assertThat(history.turns()).isEmpty();
  }

  private static ScriptedResponse loopCall() {
    return ScriptedResponse.text(
        "{\"step\":{\"type\":\"call_tools\",\"calls\":[{\"tool\":\"echo\",\"input\":{\"text\":\"a\"}}]}}");
  }

  private static ScriptedResponse loopAnswer(String text) {
    return ScriptedResponse.text(
        "{\"step\":{\"type\":\"answer\",\"answer\":%s}}".formatted(json(text, 0.9)));
  }

  private static AtomicAgent<Question, Answer> agent(Model model) {
    return AtomicAgent.of(Question.class, Answer.class, model);
  }

  private static CascadeAgent<Question, Answer> checked(CascadeAgent<Question, Answer> cascade) {
    return cascade
        .withCheck(answer ->
            answer.text().contains("bad") ? Optional.of("contains bad") : Optional.empty())
        .withMinConfidence(Answer::confidence, 0.7);
  }
}
