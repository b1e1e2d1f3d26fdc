package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.http.ApiKey;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ReasonFirst;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.CapabilityRule;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class ResponseModeSnippets {
  @Test
  void capabilities() {
    try (var openAi = OpenAi.of(Provider.OPENAI, ApiKey.of("sk-nothing-secret"))) {
      // @start region="capabilities"
      CapabilityRule known = Provider.GROQ.capability("openai/gpt-oss-20b");
      System.out.println(known.modes() + " by " + known.source());

      ModelCapabilities capabilities = openAi.model("gpt-5-mini").capabilities();
      System.out.println(capabilities.modes() + ", strict: " + capabilities.strictSchemas());

      Provider company =
          Provider.of("company", URI.create("https://models.example.com/v1"))
              .withModes(ResponseMode.JSON_SCHEMA, ResponseMode.PROMPTED_JSON);
      // @end
      assertThat(known.strict()).isTrue();
      assertThat(capabilities.strictSchemas()).isTrue();
      assertThat(company.capability("any").modes()).startsWith(ResponseMode.JSON_SCHEMA);
    }
  }

  @Test
  void profile() {
    try (var openAi = OpenAi.of(Provider.OLLAMA, ApiKey.of("none"))) {
      // @start region="profile"
      Model local = openAi.model("my-finetune").withPrompt(PromptProfile.SMALL);

      PromptProfile longTexts = PromptProfile.SMALL.withBounds(2_000, 100);
      Model writer = openAi.model("qwen2.5:0.5b").withPrompt(longTexts);
      // @end
      assertThat(local.capabilities().prompt()).isEqualTo(PromptProfile.SMALL);
      assertThat(writer.capabilities().prompt().maxItems()).isEqualTo(100);
      assertThat(openAi.model("qwen2.5:0.5b").capabilities().prompt())
          .isEqualTo(PromptProfile.SMALL);
    }
  }

  @Test
  void reason() {
    try (var provider = SimulatedProvider.start();
        var openAi = OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build()) {
      // @start region="reason"
      Model thoughtful = openAi.model("qwen2.5:7b").with(ReasonFirst.ofDefaults());
      var agent = AtomicAgent.builder(thoughtful).build();
      // @end
      agent.run(new BasicChatInput("hello"));

      assertThat(provider.requests()).hasSize(2);
    }
  }

  @Test
  void refused() {
    var log = new ArrayList<String>();
    try (var provider = SimulatedProvider.builder().responseModes(ResponseMode.TOOL_CALL).start();
        var openAi = OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build()) {
      Model model = openAi.model("gpt-5-mini");
      // @start region="refused"
      var listeners =
          Listeners.none()
              .with(
                  AgentEvent.ModeRefused.class,
                  event -> log.add(event.refused() + " refused, trying " + event.next()));

      var agent = AtomicAgent.builder(model).listeners(listeners).build();
      // @end
      agent.run(new BasicChatInput("hello"));
      agent.run(new BasicChatInput("hello again"));

      assertThat(log).containsExactly("JSON_SCHEMA refused, trying TOOL_CALL");
      assertThat(provider.requests()).hasSize(3);
    }
  }
}
