package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class RequestFingerprintTest {
  private final Model model = ScriptedModel.answering().model();
  private final AtomicAgent<Wish, Line> agent = AtomicAgent.of(Wish.class, Line.class, model);

  @Test
  void isEqualForEqualRequests() {
    assertThat(of(RunOptions.defaults())).isEqualTo(of(RunOptions.defaults())).hasSize(64);
    assertThat(of(RunOptions.history(ChatHistory.unbounded())))
        .isEqualTo(of(RunOptions.defaults()));
  }

  @Test
  void changesWithEverythingThatDeterminesTheResponse() {
    var history = ChatHistory.unbounded();
    history.add(ChatEntry.of(Message.assistant("Hello!")));
    var other = ScriptedModel.answering();
    var sampling = Sampling.defaults();
    List<String> fingerprints =
        new ArrayList<>(
            List.of(
                of(RunOptions.defaults()),
                of(RunOptions.history(history)),
                of(RunOptions.defaults().withModel(other.model("other"))),
                of(
                    RunOptions.defaults()
                        .withModel(
                            model.withRules(ParameterRules.STANDARD.withSystemRole("developer")))),
                of(RunOptions.defaults().withMode(ResponseMode.TOOL_CALL)),
                of(RunOptions.defaults().withSampling(sampling.withTemperature(0))),
                of(RunOptions.defaults().withSampling(sampling.withStop("a", "b"))),
                of(RunOptions.defaults().withSampling(sampling.withStop("ab"))),
                of(RunOptions.defaults().withSampling(sampling.withExtra("top_k", "1"))),
                agent.prepare(new Wish("another"), RunOptions.defaults()).fingerprint(),
                agent
                    .withSystemPrompt(SystemPrompt.text("Be brief."))
                    .prepare(new Wish("w"), RunOptions.defaults())
                    .fingerprint(),
                AtomicAgent.of(BasicChatInput.class, BasicChatOutput.class, model)
                    .prepare(new BasicChatInput("w"), RunOptions.defaults())
                    .fingerprint()));

    assertThat(fingerprints).doesNotHaveDuplicates();
  }

  @Test
  void ignoresVolatileContext() {
    var clock = new AtomicInteger();
    var ticking =
        agent.withSystemPrompt(
            SystemPrompt.defaults()
                .withProvider(
                    "clock",
                    ContextProvider.ofVolatile("Time", () -> "t" + clock.incrementAndGet())));
    var news =
        agent.withSystemPrompt(
            SystemPrompt.defaults()
                .withProvider(
                    "news", ContextProvider.of("News", () -> "n" + clock.incrementAndGet())));

    assertThat(of(ticking)).isEqualTo(of(ticking));
    assertThat(of(news)).isNotEqualTo(of(news));
  }

  private static String of(AtomicAgent<Wish, Line> agent) {
    return agent.prepare(new Wish("w"), RunOptions.defaults()).fingerprint();
  }

  private String of(RunOptions options) {
    return agent.prepare(new Wish("w"), options).fingerprint();
  }
}
