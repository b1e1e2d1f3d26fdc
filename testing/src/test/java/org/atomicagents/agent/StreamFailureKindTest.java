package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.StreamFormat;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.ApprovalRequiredException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the names of failures in the wire format, which receivers depend on. */
@Timeout(60)
class StreamFailureKindTest {
  private static final ProviderError ERROR = new ProviderError("p", 500, null, "m", "{}");

  static List<Arguments> failures() {
    return List.of(
        Arguments.of(
            "AllModelsFailed",
            AllModelsFailedException.of(List.of(ConfigurationException.of("m")))),
        Arguments.of("ApprovalRequired", ApprovalRequiredException.of("a", List.of("t"), "{}")),
        Arguments.of("BadRequest", BadRequestException.of(ERROR)),
        Arguments.of(
            "BatchItem", BatchItemException.of(BatchItemException.Reason.EXPIRED, "Request a", "")),
        Arguments.of("Cancelled", CancelledException.closed("a call")),
        Arguments.of("CircuitOpen", CircuitOpenException.of("m", Duration.ZERO)),
        Arguments.of("Configuration", ConfigurationException.of("m")),
        Arguments.of("Conflict", ConflictException.of("m")),
        Arguments.of("ContextTooLarge", ContextTooLargeException.of("a", 2, 1)),
        Arguments.of("EmptyResponse", EmptyResponseException.of("a", "stop")),
        Arguments.of("InvalidOutput", InvalidOutputException.of("a", "o", 1, List.of(), "")),
        Arguments.of("LimitExceeded", LimitExceededException.of("l", 2, 1)),
        Arguments.of("ModelRefusal", ModelRefusalException.of("a", "no")),
        Arguments.of(
            "RateLimited", RateLimitedException.of(ERROR, RateLimitedException.Kind.RATE, null)),
        Arguments.of("Shutdown", ShutdownException.of("starting a run")),
        Arguments.of("Store", StoreException.of("m", null)),
        Arguments.of(
            "TimedOut",
            TimedOutException.of(TimedOutException.Limit.QUEUE, Duration.ofSeconds(1), "waiting")),
        Arguments.of(
            "Transport", TransportException.of("m", TransportException.Stage.CONNECT, null)),
        Arguments.of("Truncated", TruncatedException.of("a", Usage.NONE, "{")),
        Arguments.of("Unauthorized", UnauthorizedException.of(ERROR)),
        Arguments.of("Unavailable", UnavailableException.of(ERROR, null)));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void writesTheKindOfAFailure(String kind, AgentException failure) {
    var out = new ByteArrayOutputStream();
    AgentStream<Line> stream =
        AtomicAgent.of(
            Wish.class, Line.class, ScriptedModel.of(ScriptedResponse.throwing(failure)).model())
            .stream(new Wish("two a"));

    assertThatThrownBy(() -> StreamFormat.JSON_LINES.write(stream, out))
        .isInstanceOf(failure.getClass());

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"type\":\"failed\",\"failure\":\"" + kind + "\"}\n");
  }

  @Test
  void coversEveryFailure() {
    Set<Class<?>> tested = new HashSet<>();
    failures().forEach(failure -> tested.add(failure.get()[1].getClass()));

    assertThat(tested).isEqualTo(concreteTypes(AgentException.class));
  }

  private static Set<Class<?>> concreteTypes(Class<?> type) {
    if (!type.isSealed()) {
      return Set.of(type);
    }
    var types = new HashSet<Class<?>>();
    for (Class<?> subtype : type.getPermittedSubclasses()) {
      types.addAll(concreteTypes(subtype));
    }
    return types;
  }
}
