package org.atomicagents.cli.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cli.review.ReviewFixture.GPT;
import static org.atomicagents.cli.review.ReviewFixture.INPUT;
import static org.atomicagents.cli.review.ReviewFixture.OUTPUT;
import static org.atomicagents.cli.review.ReviewFixture.tickets;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayRunnerTest {
  private static final ReplaySettings FAST =
      new ReplaySettings(Duration.ofMillis(1), 1e6, 40, 0, 50, Duration.ofMinutes(10));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai:gpt-5",
        "anthropic:claude-sonnet-5-5",
        "gemini:gemini-3.8-flash",
        "simulated"
      })
  void replaysInTheProtocolOfTheModel(String model) {
    ReviewSubject subject =
        new ReviewFixture(folder).subject("model: " + model + "\n" + INPUT + OUTPUT, tickets(60));

    ReplayResult result = replay(subject, FAST, TimeSource.system());

    assertThat(result.failures().failed()).isZero();
    assertThat(result.sequential()).hasSize(8);
    assertThat(result.concurrent().keySet()).containsExactly(5, 20);
    assertThat(result.concurrent().values())
        .extracting(pass -> pass.runs())
        .containsExactly(20, 40);
    assertThat(result.cache().runs()).isEqualTo(20);
    assertThat(result.cache().requests()).isEqualTo(20);
    assertThat(result.cache().repeatedRequests()).isZero();
    assertThat(result.connections().runs()).isEqualTo(8);
    assertThat(result.conversation().unbounded()).hasSize(50).isSorted();
    assertThat(result.failures().runs()).isEqualTo(8 + 20 + 40 + 20);
    assertThat(result.isCut()).isFalse();
  }

  @Test
  void replaysOneInputWithoutConcurrencyAndCache() {
    ReviewSubject subject = new ReviewFixture(folder).subject(GPT + INPUT + OUTPUT, tickets(1));

    ReplayResult result = replay(subject, FAST, TimeSource.system());

    assertThat(result.sequential()).hasSize(1);
    assertThat(result.concurrent()).isEmpty();
    assertThat(result.cache()).isNull();
  }

  @Test
  void sendsOneRequestForRepeatedInputsOfTheSample() {
    ReviewSubject subject =
        new ReviewFixture(folder)
            .subject(GPT + INPUT + OUTPUT, List.of("a", "b", "a", "a", "b", "c"));

    ReplayResult result = replay(subject, FAST, TimeSource.system());

    assertThat(result.cache().runs()).isEqualTo(3);
    assertThat(result.cache().requests()).isEqualTo(3);
  }

  @Test
  void endsAtTheTimeLimit() {
    ReviewSubject subject = new ReviewFixture(folder).subject(GPT + INPUT + OUTPUT, tickets(60));
    var limited = new ReplaySettings(Duration.ofMillis(1), 1e6, 40, 0, 50, Duration.ofSeconds(60));

    ReplayResult result = replay(subject, limited, new ReviewFixture.SteppingTime());

    assertThat(result.isCut()).isTrue();
    assertThat(result.failures().failed()).isZero();
    assertThat(result.failures().runs()).isLessThan(88);
  }

  @Test
  void countsRunsThatExceedTheTimeoutOfTheFile() {
    ReviewSubject subject =
        new ReviewFixture(folder).subject(GPT + INPUT + OUTPUT + "timeout: 1ms\n", tickets(2));
    var slow = new ReplaySettings(Duration.ofMinutes(5), 1, 40, 0, 50, Duration.ofMinutes(10));

    ReplayResult result = replay(subject, slow, TimeSource.system());

    assertThat(result.sequential()).isEmpty();
    assertThat(result.failures().failed()).isPositive();
    assertThat(result.failures().first()).contains("1 ms");
    assertThat(result.concurrent()).isEmpty();
  }

  @Test
  void findsTheFirstValueOfAPartialOutput() {
    assertThat(
            List.of("{}", "{\"a\":null}", "{\"a\":\" \"}", "{\"a\":[]}", "{\"a\":{\"b\":\"\"}}")
                .stream()
                .map(json -> ReplayPasses.hasValue(JsonReader.value(json))))
        .containsOnly(false);
    assertThat(
            List.of("{\"a\":\"x\"}", "{\"a\":[{\"b\":0}]}", "{\"a\":false}").stream()
                .map(json -> ReplayPasses.hasValue(JsonReader.value(json))))
        .containsOnly(true);
  }

  private static ReplayResult replay(
      ReviewSubject subject, ReplaySettings settings, TimeSource time) {
    return new ReplayRunner(
            subject.agentFile(),
            subject.service(),
            subject.model().name(),
            subject.agent(),
            settings,
            time)
        .run(subject.inputs().sample());
  }
}
