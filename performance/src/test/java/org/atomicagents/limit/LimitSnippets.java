package org.atomicagents.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class LimitSnippets {

  @Test
  void limit() {
    var scripted = ScriptedModel.answering("{\"chat_message\":\"a\"}").model();
    // @start region="limit"
    var limit = RateLimit.perMinute(600).inputTokens(60_000).outputTokens(20_000).build();
    var model = scripted.with(limit);

    AtomicAgent.builder(model).build().run(new BasicChatInput("Why is the sky blue?"));
    // @end
    assertThat(limit.status().inFlight()).isZero();
  }
}
