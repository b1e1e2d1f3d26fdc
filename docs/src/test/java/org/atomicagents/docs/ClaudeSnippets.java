package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.anthropic.AnthropicOptions;
import org.atomicagents.anthropic.AnthropicOptions.ThinkingDisplay;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Sampling;
import org.junit.jupiter.api.Test;

class ClaudeSnippets {

  /** Returns a model, as a program with a key in its environment does. */
  static Model model() {
    // @start region="model"
    Model claude = Anthropic.fromEnv().model("claude-sonnet-5-5");
    var agent =
        AtomicAgent.builder(claude)
            .sampling(Sampling.defaults().withReasoningEffort("low"))
            .build();
    // @end
    return agent.model();
  }

  static int count() {
    Anthropic client = Anthropic.fromEnv();
    // @start region="count"
    var request = ModelRequest.of("claude-sonnet-5-5", List.of(Message.user("How long is this?")));
    int tokens = client.countTokens(request, Duration.ofSeconds(5));
    // @end
    return tokens;
  }

  @Test
  void optionsAreThoseOfTheModel() {
    try (var client = Anthropic.at(URI.create("http://localhost:9"))) {
      // @start region="options"
      var options =
          AnthropicOptions.ofDefaults()
              .withThinkingDisplay(ThinkingDisplay.SUMMARIZED)
              .withCacheTime(Duration.ofHours(1))
              .withServiceTier("standard_only");
      Model careful = client.model("claude-opus-5-5", options);
      // @end

      assertThat(careful.client().identity()).contains("display=SUMMARIZED");
    }
  }
}
