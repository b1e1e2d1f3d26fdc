package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class FromPythonSnippets {
  private final List<String> printed = new ArrayList<>();

  private void print(Object text) {
    printed.add(text.toString());
  }

  @Test
  void chatsWithAHistory() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      assertThat(ChildJvm.run(provider, FromPython.class)).isNotEmpty();
      assertThat(provider.requests()).hasSize(1);
    }
  }

  @Test
  void hooks() {
    var model = ScriptedModel.answering("{}", "{\"chat_message\":\"Hello!\"}").model("any");
    // @start region="hooks"
    var listeners =
        Listeners.none()
            .with(AgentEvent.RequestSent.class, event -> print(event.request().model()))
            .with(AgentEvent.OutputRejected.class, event -> print(event.violations()));
    var agent = AtomicAgent.builder(model).listeners(listeners).build();
    // @end
    agent.run(new BasicChatInput("Hello"));

    assertThat(printed).hasSize(3).startsWith("any").endsWith("any");
  }
}
