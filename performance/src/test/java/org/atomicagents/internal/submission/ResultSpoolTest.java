package org.atomicagents.internal.submission;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.internal.codec.FailureCodec;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.batch.BatchResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The temporary file of results. */
class ResultSpoolTest {
  private static final List<ModelEvent> EVENTS =
      List.of(
          new ModelEvent.Started("id", "m", Map.of("x-a", List.of("1", "2"))),
          new ModelEvent.Started(null, "m", Map.of()),
          new ModelEvent.ModeChanged(ResponseMode.PROMPTED_JSON),
          new ModelEvent.ModelChanged("other", null),
          new ModelEvent.ModelChanged("other", ResponseMode.TOOL_CALL),
          new ModelEvent.TextDelta("text ä \uD83D\uDE00 \0"),
          new ModelEvent.TextProbabilities(
              List.of(
                  TokenProbability.of("a", 0.5)
                      .withAlternatives(List.of(TokenProbability.of(new byte[] {-61}, 0.25))))),
          new ModelEvent.ToolCallDelta(1, "call", "name", "{}"),
          new ModelEvent.ToolCallDelta(1, null, null, ""),
          new ModelEvent.ReasoningDelta("why"),
          new ModelEvent.Refused("no"),
          new ModelEvent.OpaquePart("p", "m", "{\"s\":1}"),
          new ModelEvent.UsageReport(new Usage(1, 2, 0, 1, 2, 0, 0)),
          new ModelEvent.Finished(FinishReason.LENGTH, "max_tokens"),
          new ModelEvent.Other("p", "{}"));

  private final ResultSpool spool = ResultSpool.create();

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void keepsEveryEvent() {
    spool.add(0, new ItemName(3, 7), new BatchResult.Succeeded("i3", EVENTS));

    assertThat(spool.read(0, 3, "Item 3")).isEqualTo(new BatchResult.Succeeded("Item 3", EVENTS));
    assertThat(spool.hash(0, 3)).hasValue(7);
    assertThat(EVENTS.stream().map(Object::getClass).collect(toSet()))
        .isEqualTo(Set.of(ModelEvent.class.getPermittedSubclasses()));
  }

  static Stream<AgentException> failures() {
    var error = new ProviderError("p", 429, "req", "Slow down", "{}");
    return Stream.of(
        BadRequestException.of(error, RejectedPart.SCHEMA),
        BadRequestException.of(new ProviderError("p", 400, null, "", "")),
        RateLimitedException.of(error, RateLimitedException.Kind.QUOTA, Duration.ofMillis(1_500)),
        RateLimitedException.of(error, RateLimitedException.Kind.RATE, null),
        UnauthorizedException.of(error),
        UnavailableException.of(error, Duration.ofSeconds(2)),
        BatchItemException.of(Reason.EXPIRED, "Item 3", "late"),
        TransportException.of("Garbage.", TransportException.Stage.PROTOCOL, null),
        ModelRefusalException.of("agent", "no"));
  }

  @Test
  void malformedResponsesNeedNoMemory() {
    assertThat(
            FailureCodec.accepts(
                TransportException.of("Garbage.", TransportException.Stage.PROTOCOL, null)))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void keepsFailures(AgentException failure) {
    spool.add(1, new ItemName(200, 7), new BatchResult.Failed("i200", failure));

    BatchResult stored = spool.read(1, 200, "Item 3");

    assertThat(stored).isNotNull();
    AgentException kept = ((BatchResult.Failed) stored).failure();
    assertThat(kept)
        .hasSameClassAs(failure)
        .hasMessage(failure.getMessage())
        .usingRecursiveComparison()
        .ignoringFields("stackTrace", "suppressedExceptions", "consumed", "cause")
        .isEqualTo(failure);
    assertThat(spool.read(0, 200, "")).isNull();
  }

  @Test
  void findsResultsByRoundAndItemWhateverTheirOrder() {
    for (int i = 999; i >= 0; i--) {
      spool.add(i % 3, new ItemName(i, i), response("text " + i));
    }

    for (int i = 0; i < 1_000; i++) {
      for (int round = 0; round < 3; round++) {
        boolean isStored = round == i % 3;
        assertThat(spool.read(round, i, "")).isEqualTo(isStored ? response("text " + i) : null);
        assertThat(spool.hash(round, i))
            .isEqualTo(isStored ? OptionalLong.of(i) : OptionalLong.empty());
      }
    }
    assertThat(spool.read(5, 5, "")).isNull();
    assertThat(spool.read(0, 5_000, "")).isNull();
  }

  @Test
  void namesAreParsedOnlyAsWritten() {
    var name = new ItemName(17, 0xFEDCBA9876543210L);

    assertThat(name.text()).isEqualTo("i17-fedcba9876543210");
    assertThat(ItemName.parse(name.text())).isEqualTo(name);
    assertThat(
            Stream.of(
                "",
                "i",
                "i-",
                "i17",
                "i17-",
                "i17-FEDCBA9876543210",
                "i017-fedcba9876543210",
                "i-1-fedcba9876543210",
                "i+1-fedcba9876543210",
                "j17-fedcba9876543210",
                "i17-fedcba987654321",
                "i9999999999999999999-fedcba9876543210"))
        .allSatisfy(text -> assertThat(ItemName.parse(text)).as(text).isNull());
  }

  private static BatchResult response(String text) {
    return new BatchResult.Succeeded("", List.of(new ModelEvent.TextDelta(text)));
  }
}
