package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;

/** Calls that fail, at the fixed time 2026-01-01T00:00:00Z. */
final class FailingCalls {
  private FailingCalls() {}

  /** Reads a stream into {@code events}; returns the exception, or null if the stream is valid. */
  static AgentException stream(List<ModelEvent> events, String body) {
    try (var server = LoopbackServer.answering(200, "text/event-stream", body);
        var client = client(server);
        var exchange = client.open(request().withStream(true), RunContext.standalone())) {
      return catchThrowableOfType(AgentException.class, () -> exchange.forEach(events::add));
    }
  }

  static <E extends AgentException> E failure(
      Class<E> type, int status, String body, String... headers) {
    try (var server =
        LoopbackServer.start(
            (request, client) -> client.respond(status, "application/json", body, headers))) {
      return failure(type, server);
    }
  }

  static <E extends AgentException> E failure(Class<E> type, LoopbackServer server) {
    try (var client = client(server)) {
      return catchThrowableOfType(
          type,
          () -> {
            try (var exchange = client.open(request(), RunContext.standalone())) {
              CollectedResponse.of(exchange);
            }
          });
    }
  }

  private static OpenAi client(LoopbackServer server) {
    return OpenAi.builder(Provider.of("test", server.uri("/v1"))).time(new FixedTime()).build();
  }

  private static ModelRequest request() {
    return ModelRequest.of("requested", List.of(Message.user("Hello")));
  }

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final class FixedTime implements TimeSource {
    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void sleep(Duration duration) {}
  }
}
