package org.atomicagents.error;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.message.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies of exceptions for the callers that share a failed request. */
class SharedExceptionTest {

  static Stream<AgentException> exceptions() {
    var error = new ProviderError("openai", 429, "request-1", "Slow down", "{}");
    var cause = new IOException("reset");
    return Stream.of(
        AllModelsFailedException.of(List.of(UnauthorizedException.of(error))),
        ApprovalRequiredException.of("loop", List.of("pay"), "{}"),
        BadRequestException.of(error, RejectedPart.MODE),
        BatchItemException.of(BatchItemException.Reason.EXPIRED, "Request a of batch p:b", ""),
        CancelledException.closed("reading"),
        CircuitOpenException.of("p:m", Duration.ofSeconds(1)),
        ConfigurationException.of("No key."),
        ConflictException.of("Another run."),
        ContextTooLargeException.of("agent", 10, 5),
        EmptyResponseException.of("agent", "stop"),
        InvalidOutputException.of("agent", "Plan", 3, List.of(), "{}"),
        LimitExceededException.of("requests", 8, 8),
        ModelRefusalException.of("agent", "no"),
        RateLimitedException.of(error, Kind.RATE, Duration.ofSeconds(1)),
        ShutdownException.of("starting a run"),
        StoreException.of("No disk.", cause),
        TimedOutException.of(Limit.FIRST_BYTE, Duration.ofSeconds(1), "reading"),
        TransportException.of("Reset.", Stage.REQUEST, cause),
        TruncatedException.of("agent", Usage.of(1, 2), "{"),
        UnauthorizedException.of(error),
        UnavailableException.of(error, Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void anotherCallerGetsTheSameFailureWithoutUsage(AgentException shared) {
    shared.recordUsage(Usage.of(10, 5), List.of("request-1"), List.of(), 2, 3);

    AgentException copy = shared.forOtherCaller();

    assertThat(copy)
        .isNotSameAs(shared)
        .hasSameClassAs(shared)
        .hasMessage(shared.getMessage())
        .hasSuppressedException(shared);
    assertThat(copy.getCause()).isSameAs(shared.getCause());
    assertThat(copy.isRetryable()).isEqualTo(shared.isRetryable());
    assertThat(copy.usage()).isEqualTo(Usage.NONE);
    assertThat(copy.requests()).isZero();
    assertThat(copy.requestIds()).containsExactly("request-1");
    assertThat(shared.usage()).isEqualTo(Usage.of(10, 5));
    assertThat(shared.getSuppressed()).isEmpty();
  }

  @Test
  void eachTypeIsTested() {
    assertThat(exceptions().map(Object::getClass).collect(toSet()))
        .isEqualTo(leaves(AgentException.class).collect(toSet()));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(SharedExceptionTest::leaves)
        : Stream.of(type);
  }
}
