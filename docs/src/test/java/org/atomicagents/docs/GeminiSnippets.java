package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.gemini.Gemini;
import org.atomicagents.gemini.GeminiOptions;
import org.atomicagents.gemini.GeminiOptions.BlockThreshold;
import org.atomicagents.gemini.GeminiOptions.HarmCategory;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media.Detail;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Video;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Sampling;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class GeminiSnippets {

  @Test
  void runsAModelWithOptions() {
    try (var provider = SimulatedProvider.start();
        var gemini = Gemini.at(provider.serverUrl())) {
      // @start region="options"
      var options =
          GeminiOptions.ofDefaults()
              .withThoughts(true)
              .withSafety(HarmCategory.DANGEROUS_CONTENT, BlockThreshold.BLOCK_ONLY_HIGH)
              .withServiceTier("flex");
      Model model = gemini.model("gemini-3.8-flash", options);
      var agent =
          AtomicAgent.builder(model)
              .sampling(Sampling.defaults().withReasoningEffort("low"))
              .build();
      // @end
      assertThat(agent.run(new BasicChatInput("hi"))).isNotNull();
      assertThat(provider.requests().getLast().body())
          .contains("\"thinkingLevel\":\"LOW\"", "\"includeThoughts\":true");
    }
  }

  @Test
  void sendsMediaAndCountsTokens() {
    try (var provider = SimulatedProvider.start();
        var gemini = Gemini.at(provider.serverUrl())) {
      // @start region="media"
      Image chart = Image.of(URI.create("https://example.com/chart.png")).withDetail(Detail.HIGH);
      Video talk =
          Video.of(URI.create("https://www.youtube.com/watch?v=aqz-KE-bpKQ"))
              .withFramesPerSecond(0.2);
      List<Content> parts = List.of(new Content.Text("What do they show?"), chart, talk);
      var request = ModelRequest.of("gemini-3.8-flash", List.of(new Message(Role.USER, parts)));
      int tokens = gemini.countTokens(request, Duration.ofSeconds(30));
      // @end
      assertThat(tokens).isPositive();
    }
  }

  /** Compiled only: the environment has no key. */
  static Model fromTheEnvironment() {
    // @start region="client"
    Model model = Gemini.fromEnv().model("gemini-3.8-flash");
    // @end
    return model;
  }
}
