package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunLimits;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Model;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class SmallModelSnippets {
  @Test
  void advice() {
    Model model =
        ScriptedModel.answering("{\"name\":\"Lena Vogel\",\"age\":29,\"city\":\"Hamburg\"}")
            .model();
    // @start region="advice"
    var agent =
        AtomicAgent.builder(BasicChatInput.class, FirstSmallModel.Person.class, model)
            .systemPrompt(
                SystemPrompt.builder().background("Extract the person from the text.").build())
            .mode(ResponseMode.JSON_SCHEMA)
            .sampling(Sampling.defaults().withTemperature(0.2).withMaxTokens(300))
            .limits(RunLimits.defaults().withMaxAttempts(3))
            .build();
    // @end
    assertThat(agent.run(new BasicChatInput("Lena Vogel, 29, comes from Hamburg.")).age())
        .isEqualTo(29);
  }

  @Test
  void profile() {
    Model model = ScriptedModel.answering("{}").model();
    // @start region="profile"
    Model small = model.withPrompt(PromptProfile.SMALL);
    Model standard = model.withPrompt(PromptProfile.STANDARD);
    // @end
    assertThat(small.capabilities().prompt()).isEqualTo(PromptProfile.SMALL);
    assertThat(standard.capabilities().prompt()).isEqualTo(PromptProfile.STANDARD);
  }
}
