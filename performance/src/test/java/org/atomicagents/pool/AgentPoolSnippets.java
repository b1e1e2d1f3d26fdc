package org.atomicagents.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class AgentPoolSnippets {

  @Test
  void pool() {
    var model = ScriptedModel.answering("{\"chat_message\":\"a\"}").model();
    // @start region="pool"
    try (var agents =
        AgentPool.of((String tenant) -> AtomicAgent.builder(model).name(tenant).build())
            .withMaxSize(100)
            .withMaxIdle(Duration.ofHours(1))) {

      var agent = agents.get("acme"); // built by the first request of this key
      agent.run(new BasicChatInput("Why is the sky blue?"));
    }
    // @end
    assertThat(model.name()).isNotEmpty();
  }
}
