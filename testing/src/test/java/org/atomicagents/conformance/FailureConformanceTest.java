package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.agent.AutoAdvanceClock;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FailureConformanceTest {
  private static final String HELLO = "{\"chat_message\":\"hello\"}";
  private static final BasicChatOutput OUTPUT = new BasicChatOutput("hello");

  private final AutoAdvanceClock clock = new AutoAdvanceClock();

  @Test
  @DisplayName("E05 invalid requests and refusals are not retried")
  void e05Once() {
    for (ScriptedResponse response :
        List.of(
            ScriptedResponse.throwing(UnauthorizedException.of(error(401))),
            ScriptedResponse.throwing(BadRequestException.of(error(400))),
            ScriptedResponse.refusal("I'd rather not"))) {
      var script = ScriptedModel.of(response);

      assertThat(catchThrowable(() -> run(script)))
          .isInstanceOfAny(
              UnauthorizedException.class, BadRequestException.class, ModelRefusalException.class);
      assertThat(script.requests()).hasSize(1);
    }
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  @DisplayName("E05 429, 5xx and timeouts are retried with exponential backoff")
  void e05Again() {
    AgentException limited = RateLimitedException.of(error(429), Kind.RATE, null);
    AgentException unavailable = UnavailableException.of(error(503), null);
    AgentException timedOut = TimedOutException.of(Limit.FIRST_BYTE, Duration.ofMinutes(1), "it");

    for (AgentException failure : List.of(limited, unavailable, timedOut)) {
      int before = clock.sleeps().size();
      ScriptedResponse failing = ScriptedResponse.throwing(failure);
      var script = ScriptedModel.of(failing, failing, failing, ScriptedResponse.text(HELLO));

      assertThat(run(script)).isEqualTo(OUTPUT);
      assertThat(script.requests()).hasSize(4);
      assertThat(clock.sleeps().subList(before, clock.sleeps().size()))
          .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));
    }
  }

  @Test
  @DisplayName("E05 Retry-After is honoured")
  void e05RetryAfter() {
    var retryAfter = Duration.ofSeconds(7);
    for (AgentException failure :
        List.of(
            RateLimitedException.of(error(429), Kind.RATE, retryAfter),
            UnavailableException.of(error(503), retryAfter))) {
      var script =
          ScriptedModel.of(ScriptedResponse.throwing(failure), ScriptedResponse.text(HELLO));

      assertThat(run(script)).isEqualTo(OUTPUT);
      assertThat(clock.sleeps().getLast()).isBetween(retryAfter, retryAfter.plusMillis(500));
    }
  }

  @Test
  @DisplayName("E05 an invalid output is re-asked immediately")
  void e05ReAsk() {
    var script = ScriptedModel.answering("{\"chat_message\":[]}", HELLO);

    assertThat(run(script)).isEqualTo(OUTPUT);
    assertThat(script.requests()).hasSize(2);
    assertThat(clock.sleeps()).isEmpty();
  }

  private BasicChatOutput run(ScriptedModel script) {
    // Long.MIN_VALUE gives half of the maximum delay.
    RetryPolicy retry = RetryPolicy.ofDefaults().withRandom(() -> Long.MIN_VALUE);
    return AtomicAgent.builder(script.model().withRetry(retry))
        .timeSource(clock)
        .build()
        .run(new BasicChatInput("hi"));
  }

  private static ProviderError error(int status) {
    return new ProviderError("scripted", status, null, "No", "{}");
  }
}
