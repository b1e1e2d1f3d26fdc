package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Sampling;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Conformance cases that speak of what is sent. */
class WireConformanceTest {

  @Test
  @DisplayName("A07 the first message has the family's system role, or there is none")
  void a07() {
    assertThat(roles(body("gpt-4o", SystemPrompt.defaults(), Sampling.defaults())))
        .containsExactly("system", "user");
    assertThat(roles(body("gpt-5-mini", SystemPrompt.defaults(), Sampling.defaults())))
        .containsExactly("developer", "user");
    assertThat(roles(body("gpt-4o", SystemPrompt.none(), Sampling.defaults())))
        .containsExactly("user");
  }

  @Test
  @DisplayName("A08 parameters that are set are sent, and no others")
  void a08() {
    JsonNode set =
        body(
            "gpt-4o",
            SystemPrompt.defaults(),
            Sampling.defaults().withTemperature(0.5).withMaxTokens(1000));
    JsonNode unset = body("gpt-4o", SystemPrompt.defaults(), Sampling.defaults());

    assertThat(set.get("temperature").doubleValue()).isEqualTo(0.5);
    assertThat(set.get("max_tokens").intValue()).isEqualTo(1000);
    assertThat(unset.propertyNames())
        .containsExactlyInAnyOrder("model", "messages", "response_format");
  }

  private static JsonNode body(String model, SystemPrompt prompt, Sampling sampling) {
    try (var provider = SimulatedProvider.start();
        var openAi =
            OpenAi.builder(Provider.OPENAI)
                .baseUrl(provider.baseUrl())
                .apiKey(ApiKey.of("sk-nothing-secret"))
                .build()) {
      AtomicAgent.builder(openAi.model(model))
          .systemPrompt(prompt)
          .sampling(sampling)
          .build()
          .run(new BasicChatInput("hi"));
      return JsonMapper.shared().readTree(provider.requests().getFirst().body());
    }
  }

  private static List<String> roles(JsonNode body) {
    return StreamSupport.stream(body.get("messages").spliterator(), false)
        .map(message -> message.get("role").stringValue())
        .toList();
  }
}
