package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunIngredients;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.token.TokenBudget;
import org.junit.jupiter.api.Test;

class RunIngredientsTest {
  private final Model model = ScriptedModel.answering().model();
  private final AtomicAgent<Wish, Line> agent = AtomicAgent.of(Wish.class, Line.class, model);
  private final RunIngredients original = of(agent, "w", RunOptions.defaults());

  @Test
  void areEqualForEqualRuns() {
    assertThat(of(agent, "w", RunOptions.defaults())).isEqualTo(original);
    assertThat(of(agent, "w", RunOptions.history(ChatHistory.unbounded()))).isEqualTo(original);
    assertThat(original.agent()).isEqualTo(agent.name());
    assertThat(original.model()).isEqualTo(model.toString());
    assertThat(original.sampling()).isEqualTo("default");
  }

  @Test
  void nameTheIngredientThatDiffers() {
    var history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.assistant("Hello!")));
    var options = RunOptions.defaults();
    var prompt = SystemPrompt.text("Be brief.");

    assertThat(differences(of(agent, "another", options))).containsExactly("input");
    assertThat(differences(of(agent, "w", RunOptions.history(history)))).containsExactly("history");
    assertThat(differences(of(agent, "w", options.withMode(ResponseMode.TOOL_CALL))))
        .containsExactly("response mode");
    assertThat(differences(of(agent, "w", options.withModel(ScriptedModel.answering().model("x")))))
        .containsExactly("model");
    assertThat(
            differences(
                of(agent, "w", options.withSampling(Sampling.defaults().withTemperature(0)))))
        .containsExactly("sampling");
    assertThat(differences(of(agent.withSystemPrompt(prompt), "w", options)))
        .containsExactly("system prompt");
    assertThat(differences(of(agent.toBuilder().name("other").build(), "w", options)))
        .containsExactly("agent");
    assertThat(differences(of(AtomicAgent.of(Wish.class, Wish.class, model), "w", options)))
        .contains("output schema")
        .doesNotContain("input schema", "input");
  }

  @Test
  void nameAClientThatIsALambdaWithoutItsAddress() {
    Model lambda = Model.of((request, context) -> ModelExchange.of(), "m");

    assertThat(of(agent.withModel(lambda), "w", RunOptions.defaults()).model())
        .isEqualTo("RunIngredientsTest$$Lambda:m");
  }

  @Test
  void ignoreVolatileContext() {
    var clock = new AtomicInteger();
    var ticking =
        agent.withSystemPrompt(
            SystemPrompt.defaults()
                .withProvider(
                    "clock",
                    ContextProvider.ofVolatile("Time", () -> "t" + clock.incrementAndGet())));

    assertThat(of(ticking, "w", RunOptions.defaults()))
        .isEqualTo(of(ticking, "w", RunOptions.defaults()));
  }

  @Test
  void ignoreTheMaximumThatDependsOnTheInput() {
    var budgeted =
        agent.toBuilder()
            .limits(RunLimits.defaults().withTokenBudget(TokenBudget.byWords()))
            .build();

    assertThat(of(budgeted, "w ".repeat(500), RunOptions.defaults()).shared())
        .isEqualTo(of(budgeted, "w", RunOptions.defaults()).shared());
  }

  @Test
  void containTheFingerprintOfOtherImplementations() {
    RunIngredients ingredients =
        RunIngredients.of(agent.prepare(new Wish("w"), RunOptions.defaults()).request(), "f1");

    assertThat(ingredients.input()).isEqualTo("f1");
    assertThat(ingredients.model()).isEqualTo(model.name());
    assertThat(ingredients.agent()).isEmpty();
  }

  private static RunIngredients of(AtomicAgent<Wish, ?> agent, String wish, RunOptions options) {
    try (PreparedRun<?> run = agent.prepare(new Wish(wish), options)) {
      return run.ingredients();
    }
  }

  private List<String> differences(RunIngredients other) {
    Map<String, String> mine = all(original);
    Map<String, String> others = all(other);
    return mine.keySet().stream().filter(name -> !mine.get(name).equals(others.get(name))).toList();
  }

  private static Map<String, String> all(RunIngredients ingredients) {
    var all = new TreeMap<>(ingredients.shared());
    all.put("history", ingredients.history());
    all.put("input", ingredients.input());
    return all;
  }
}
