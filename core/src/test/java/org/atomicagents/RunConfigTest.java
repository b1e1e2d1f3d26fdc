package org.atomicagents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.internal.run.AgentSettings;
import org.atomicagents.internal.run.RunConfig;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;

class RunConfigTest {
  private static final Model MODEL = model("agent-model");
  private static final ChatHistory HISTORY = ChatHistory.unbounded();
  private static final AgentSettings SETTINGS =
      new AgentSettings(
          "agent",
          MODEL,
          SystemPrompt.none(),
          Sampling.defaults(),
          RunLimits.defaults(),
          HISTORY,
          Duration.ofMinutes(1),
          ResponseMode.TOOL_CALL,
          ReAskScope.PART,
          Listeners.none(),
          TokenCounter.heuristic(),
          TimeSource.system());

  @Test
  void keepsTheAgentsSettingsWithoutOptions() {
    RunConfig config = RunConfig.of(SETTINGS, RunOptions.defaults());

    assertThat(config)
        .isEqualTo(
            new RunConfig(
                "agent",
                MODEL,
                Sampling.defaults(),
                RunLimits.defaults(),
                HISTORY,
                config.deadline(),
                config.budget(),
                ResponseMode.TOOL_CALL,
                ReAskScope.PART,
                StreamOptions.defaults(),
                false,
                Listeners.none(),
                SETTINGS.tokenCounter(),
                SETTINGS.time()));
    assertThat(config.deadline().duration()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void overridesTheAgentsSettingsByTheOptions() {
    Model model = model("run-model");
    ChatHistory history = ChatHistory.unbounded();
    Budget budget = Budget.ofTokens(5);
    Deadline deadline = Deadline.after(Duration.ofSeconds(1));
    Sampling sampling = Sampling.defaults().withMaxTokens(7);
    RunLimits limits = new RunLimits(1, 1);
    StreamOptions stream = StreamOptions.defaults().withEarlyAbort();

    RunConfig config =
        RunConfig.of(
            SETTINGS,
            RunOptions.history(history)
                .withModel(model)
                .withBudget(budget)
                .withDeadline(deadline)
                .withTimeout(Duration.ofSeconds(2))
                .withSampling(sampling)
                .withLimits(limits)
                .withMode(ResponseMode.JSON_OBJECT)
                .withReAsk(ReAskScope.WHOLE)
                .withStream(stream)
                .withSideEffects());

    assertThat(config)
        .isEqualTo(
            new RunConfig(
                "agent",
                model,
                sampling.withDefaultsFrom(SETTINGS.sampling()),
                limits,
                history,
                deadline,
                budget,
                ResponseMode.JSON_OBJECT,
                ReAskScope.WHOLE,
                stream,
                true,
                Listeners.none(),
                SETTINGS.tokenCounter(),
                SETTINGS.time()));
  }

  @Test
  void measuresTheTimeoutOfTheOptionsFromNow() {
    RunConfig config = RunConfig.of(SETTINGS, RunOptions.timeout(Duration.ofSeconds(2)));

    assertThat(config.deadline().duration()).isEqualTo(Duration.ofSeconds(2));
  }

  private static Model model(String name) {
    return Model.of((request, call) -> ModelExchange.of(), name);
  }
}
