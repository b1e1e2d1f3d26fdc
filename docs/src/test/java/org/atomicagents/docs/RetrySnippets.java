package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class RetrySnippets {
  private final AgentException limited =
      RateLimitedException.of(
          new ProviderError("openai", 429, null, "Rate limit reached", "{}"),
          RateLimitedException.Kind.RATE,
          Duration.ofMillis(1));

  @Test
  void settings() {
    try (var provider = SimulatedProvider.start();
        var openAi = OpenAi.at(provider.baseUrl())) {
      // @start region="settings"
      var patient =
          RetryPolicy.ofDefaults()
              .withMaxRetries(6)
              .withInitialWait(Duration.ofSeconds(1))
              .withMaxWait(Duration.ofMinutes(1))
              .withMaxRetryAfter(Duration.ofMinutes(5));

      Model batch = openAi.model("gpt-5-mini").withRetry(patient);
      Model impatient = openAi.model("gpt-5-mini").withRetry(RetryPolicy.none());
      // @end
      for (Model model : List.of(batch, impatient)) {
        AtomicAgent.of(model).run(new BasicChatInput("hello"));
      }
      assertThat(provider.requests()).hasSize(2);
    }
  }

  @Test
  void client() {
    ApiKey key = ApiKey.of("sk-nothing-secret");
    // @start region="client"
    var openAi = OpenAi.builder().apiKey(key).retry(RetryPolicy.none()).build();
    // @end
    assertThat(openAi).hasToString("OpenAi[openai at https://api.openai.com/v1]");
    openAi.close();
  }

  @Test
  void listener() {
    var log = new ArrayList<String>();
    var script =
        ScriptedModel.of(
            ScriptedResponse.throwing(limited), ScriptedResponse.text("{\"chat_message\":\"hi\"}"));
    Model model = script.model().withRetry(RetryPolicy.ofDefaults().withInitialWait(Duration.ZERO));
    // @start region="listening"
    var listeners =
        Listeners.none()
            .with(
                AgentEvent.RequestRetried.class,
                retried -> log.add("waiting " + retried.delay() + ": " + retried.failure()));

    var agent = AtomicAgent.builder(model).listeners(listeners).build();
    // @end
    var result = agent.call(new BasicChatInput("hello"), RunOptions.defaults());

    assertThat(result.requests()).isEqualTo(2);
    assertThat(result.attempts()).isEqualTo(1);
    assertThat(log)
        .singleElement()
        .asString()
        .startsWith("waiting PT0.001S: ")
        .contains("Rate limit reached");
  }
}
