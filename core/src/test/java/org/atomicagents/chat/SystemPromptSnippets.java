package org.atomicagents.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SystemPromptSnippets {

  @Test
  void prompt() {
    // @start region="prompt"
    var prompt =
        SystemPrompt.builder()
            .background("You are the concierge of a small hotel in Lisbon.")
            .output("Respond in at most three sentences.")
            .provider(
                "time", ContextProvider.ofVolatile("Current time", () -> Instant.now().toString()))
            .build();
    // @end

    assertThat(prompt.render().text())
        .contains("You are the concierge", "at most three sentences", "## Current time");
  }

  @Test
  void limits() {
    // @start region="limits"
    ContextProvider weather =
        ContextProvider.of("Weather", WeatherService::today)
            .withTimeLimit(Duration.ofSeconds(2))
            .withCache(Duration.ofMinutes(10))
            .withOmissionOnFailure();
    var prompt = SystemPrompt.defaults().withProvider("weather", weather);
    // @end

    assertThat(prompt.render().text()).endsWith("## Weather\nSunny");
  }

  private static final class WeatherService {
    static String today() {
      return "Sunny";
    }
  }
}
