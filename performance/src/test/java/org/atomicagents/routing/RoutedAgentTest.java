package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.atomicagents.routing.RoutingTypes.QUESTION;
import static org.atomicagents.routing.RoutingTypes.json;
import static org.atomicagents.routing.RoutingTypes.response;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.OverlapPolicy;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentEvent.ModelSelected;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.routing.RoutingTypes.Answer;
import org.atomicagents.routing.RoutingTypes.Question;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

class RoutedAgentTest {
  private final ScriptedModel script = ScriptedModel.by(request -> response("a", 0.9));
  private final AtomicAgent<Question, Answer> agent =
      AtomicAgent.builder(Question.class, Answer.class, script.model("own")).name("qa").build();
  private final List<AgentEvent> events = new ArrayList<>();
  private final RunOptions recorded = RunOptions.defaults().withListener(events::add);

  @Test
  void keepsOneConversationAcrossModels() {
    var thought = new ModelEvent.OpaquePart("scripted", "{\"signature\":\"x\"}");
    ScriptedModel replies =
        ScriptedModel.by(
            request -> ScriptedResponse.events(thought, new ModelEvent.TextDelta(json("a", 0.9))));
    Model first = replies.model("first");
    Model second = replies.model("second");
    var history = ChatHistory.unbounded();
    var turn = new AtomicInteger();
    RoutedAgent<Question, Answer> routed =
        RoutedAgent.of(
            agent,
            context ->
                Optional.of(
                    ModelSelection.of(turn.getAndIncrement() % 2 == 0 ? first : second, "turns")));

    routed.run(QUESTION, RunOptions.history(history));
    routed.run(QUESTION, RunOptions.history(history));
    routed.run(QUESTION, RunOptions.history(history));

    assertThat(history.turns()).hasSize(3);
    assertThat(replies.requests().get(1).model()).isEqualTo("second");
    assertThat(replies.requests().get(1).messages()).hasSize(4);
    assertThat(opaqueModels(replies, 1)).isEmpty();
    assertThat(opaqueModels(replies, 2)).containsExactly("first");
  }

  @Test
  void reportsEachChoice() {
    RoutedAgent<Question, Answer> routed =
        RoutedAgent.of(agent, ModelSelector.of(script.model("large")));

    routed.run(QUESTION, recorded);

    assertThat(events.getFirst())
        .isEqualTo(new ModelSelected("qa", "scripted:large", "fixed", true));
    assertThat(script.lastRequest().model()).isEqualTo("large");
  }

  @Test
  void reportsWithoutApplyingInShadowMode() {
    RoutedAgent<Question, Answer> routed =
        RoutedAgent.of(agent, ModelSelector.of(script.model("large"))).withShadow();

    routed.run(QUESTION, recorded);

    assertThat(events.getFirst())
        .isEqualTo(new ModelSelected("qa", "scripted:large", "fixed", false));
    assertThat(script.lastRequest().model()).isEqualTo("own");
  }

  @Test
  void runsTheModelOfAnInnerSelectorBesideAShadow() {
    var active = RoutedAgent.of(agent, ModelSelector.<Question>of(script.model("active")));
    var both = RoutedAgent.of(active, ModelSelector.of(script.model("tried"))).withShadow();

    both.run(QUESTION, recorded);

    assertThat(script.lastRequest().model()).isEqualTo("active");
    assertThat(events.stream().filter(ModelSelected.class::isInstance)).hasSize(2);
  }

  @Test
  void survivesAFailingSelectorInShadowModeOnly() {
    ModelSelector<Question> failing =
        context -> {
          throw new IllegalStateException("no rule");
        };

    RoutedAgent.of(agent, failing).withShadow().run(QUESTION);

    assertThat(script.requests()).hasSize(1);
    assertThatThrownBy(() -> RoutedAgent.of(agent, failing).run(QUESTION))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no rule");
  }

  @Test
  void countsTheUsageOfAFailedSelectionOnce() {
    var helper =
        AtomicAgent.of(
            Question.class,
            Answer.class,
            ScriptedModel.by(request -> response("a", 7)).model("helper"));
    RoutedAgent<Question, Answer> routed =
        RoutedAgent.of(
            agent,
            context -> {
              AgentException first =
                  catchThrowableOfType(
                      AgentException.class, () -> context.run(helper, context.input()));
              assertThatThrownBy(() -> context.run(helper, context.input())).isNotSameAs(first);
              throw first;
            });

    assertThatThrownBy(() -> routed.run(QUESTION))
        .isInstanceOfSatisfying(
            InvalidOutputException.class,
            e -> {
              assertThat(e.requests()).as("two helpers of three attempts").isEqualTo(6);
              assertThat(e.usage()).isEqualTo(Usage.of(60, 30));
              assertThat(e.charges()).hasSize(6);
              assertThat(e.attempts()).isEqualTo(3);
            });
    assertThat(script.requests()).isEmpty();
  }

  @Test
  void usesTheModelOfTheOptionsWithoutAChoice() {
    RoutedAgent<Question, Answer> routed =
        RoutedAgent.of(agent, ModelSelector.of(script.model("large")));

    routed.run(QUESTION, recorded.withModel(script.model("given")));

    assertThat(script.lastRequest().model()).isEqualTo("given");
    assertThat(events).noneMatch(ModelSelected.class::isInstance);
  }

  @Test
  void estimatesTokensWithTheConversationAndWithoutExcludingOtherRuns() {
    var history = ChatHistory.unbounded().withOverlapPolicy(OverlapPolicy.REJECT);
    var totals = new ArrayList<Integer>();
    RoutedAgent<Question, Answer> routed =
        RoutedAgent.of(
            agent,
            context -> {
              totals.add(context.tokens().total());
              totals.add(context.tokens().total());
              return Optional.empty();
            });

    routed.run(QUESTION, RunOptions.history(history));
    routed.run(QUESTION, RunOptions.history(history));
    routed.run(RunOptions.history(history));

    assertThat(history.turns()).hasSize(2);
    assertThat(totals.get(0)).isEqualTo(totals.get(1)).isPositive();
    assertThat(totals.get(2)).isGreaterThan(totals.get(0));
    assertThat(totals.get(4)).isGreaterThan(totals.get(2));
  }

  @Test
  void usesTheConversationOfTheAgent() {
    var history = ChatHistory.unbounded();
    var own = agent.toBuilder().history(history).build();

    RoutedAgent.of(own, ModelSelector.of(script.model("large"))).run(QUESTION);

    assertThat(history.turns()).hasSize(1);
    assertThat(RoutedAgent.of(own, ModelSelector.of(script.model("large"))).history())
        .isSameAs(history);
  }

  private static List<String> opaqueModels(ScriptedModel replies, int request) {
    return replies.requests().get(request).messages().stream()
        .flatMap(message -> message.parts().stream())
        .filter(Content.Opaque.class::isInstance)
        .map(part -> ((Content.Opaque) part).model())
        .toList();
  }
}
