package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.atomicagents.model.ResponseMode.JSON_OBJECT;
import static org.atomicagents.model.ResponseMode.JSON_SCHEMA;
import static org.atomicagents.model.ResponseMode.PROMPTED_JSON;
import static org.atomicagents.model.ResponseMode.TOOL_CALL;

import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

/** Tests of the mode fallback with a provider that does not accept every mode. */
class ModeFallbackOverHttpTest {
  private static final BasicChatInput HELLO = new BasicChatInput("hello");

  @Test
  void triesTheNextModeAndEmitsAnEvent() {
    var refusals = new ArrayList<AgentEvent.ModeRefused>();
    try (var provider = SimulatedProvider.builder().responseModes(JSON_OBJECT).start();
        var client = client(provider)) {
      Budget budget = Budget.ofRequests(10);

      RunResult<BasicChatOutput> result =
          agent(client).call(HELLO, recordingTo(refusals).withBudget(budget));

      assertThat(result.attempts()).isEqualTo(1);
      assertThat(result.requests()).isEqualTo(3);
      assertThat(budget.requests()).isEqualTo(3);
      assertThat(refusals)
          .extracting(AgentEvent.ModeRefused::model, AgentEvent.ModeRefused::refused)
          .containsExactly(tuple("gpt-5-mini", JSON_SCHEMA), tuple("gpt-5-mini", TOOL_CALL));
      assertThat(refusals.getLast().next()).isEqualTo(JSON_OBJECT);
      assertThat(refusals.getFirst().failure()).hasMessage(refusalMessage(1));
    }
  }

  @Test
  void remembersRefusedModesForCallsAndStreamsOfAClient() {
    try (var provider = SimulatedProvider.builder().responseModes(TOOL_CALL).start();
        var client = client(provider)) {
      agent(client).run(HELLO);
      try (var stream = agent(client).stream(HELLO)) {
        assertThat(stream.runResult().requests()).isEqualTo(1);
      }
      assertThat(agent(client).call(HELLO).requests()).isEqualTo(1);
      assertThat(provider.requests()).hasSize(4);
    }
  }

  @Test
  void remembersModesThatAStreamWasRefused() {
    try (var provider = SimulatedProvider.builder().responseModes(PROMPTED_JSON).start();
        var client = client(provider)) {
      try (var stream = agent(client).stream(HELLO)) {
        assertThat(stream.runResult().requests()).isEqualTo(4);
      }

      assertThat(agent(client).call(HELLO).requests()).isEqualTo(1);
    }
  }

  @Test
  void clientsDoNotShareRefusedModes() {
    try (var provider = SimulatedProvider.builder().responseModes(TOOL_CALL).start();
        var first = client(provider);
        var second = client(provider)) {
      agent(first).run(HELLO);

      assertThat(agent(second).call(HELLO).requests()).isEqualTo(2);
    }
  }

  @Test
  void doesNotReplaceAModeThatWasSet() {
    var refusals = new ArrayList<AgentEvent.ModeRefused>();
    try (var provider = SimulatedProvider.builder().responseModes(TOOL_CALL).start();
        var client = client(provider)) {
      var chosen = AtomicAgent.builder(client.model("gpt-5-mini")).mode(JSON_SCHEMA).build();

      assertThatThrownBy(() -> chosen.run(HELLO, recordingTo(refusals)))
          .isInstanceOf(BadRequestException.class)
          .hasMessage(refusalMessage(1));
      assertThatThrownBy(
              () -> agent(client).run(HELLO, recordingTo(refusals).withMode(JSON_SCHEMA)))
          .isInstanceOf(BadRequestException.class)
          .hasMessage(refusalMessage(2));
      assertThat(refusals).isEmpty();
      assertThat(provider.requests()).hasSize(2);
    }
  }

  @Test
  void stopsAtTheEndOfTheBudget() {
    try (var provider = SimulatedProvider.builder().responseModes(PROMPTED_JSON).start();
        var client = client(provider)) {

      assertThatThrownBy(() ->
              agent(client).run(HELLO, RunOptions.defaults().withBudget(Budget.ofRequests(2))))
          .isInstanceOf(BadRequestException.class)
          .hasMessage(refusalMessage(1));
      assertThat(provider.requests()).hasSize(2);
    }
  }

  @Test
  void succeedsInEveryMode() {
    for (ResponseMode only : List.of(JSON_SCHEMA, TOOL_CALL, JSON_OBJECT, PROMPTED_JSON)) {
      try (var provider = SimulatedProvider.builder().responseModes(only).start();
          var client = client(provider)) {
        assertThat(agent(client).run(HELLO).chatMessage()).as(only.name()).isNotEmpty();
      }
    }
  }

  @Test
  void aResponseToAStrictSchemaMeetsAllConstraints() {
    try (var provider = SimulatedProvider.start();
        var client = client(provider)) {
      var agent = AtomicAgent.of(BasicChatInput.class, Event.class, client.model("gpt-5-mini"));

      RunResult<Event> result = agent.call(HELLO);

      assertThat(result.attempts()).isEqualTo(1);
      assertThat(provider.requests().getFirst().body())
          .contains("\"strict\":true")
          .doesNotContain("\"minLength\"");
    }
  }

  private static String refusalMessage(int request) {
    return """
    openai rejected the request (400, request req_%d): Invalid parameter: 'response_format' of type \
    'json_schema' is not supported with this model.
    Set another ResponseMode.\
    """
        .formatted(request);
  }

  private static RunOptions recordingTo(List<AgentEvent.ModeRefused> refusals) {
    return RunOptions.defaults()
        .withListener(event -> {
          if (event instanceof AgentEvent.ModeRefused refused) {
            refusals.add(refused);
          }
        });
  }

  private static AtomicAgent<BasicChatInput, BasicChatOutput> agent(OpenAi client) {
    return AtomicAgent.of(client.model("gpt-5-mini"));
  }

  private static OpenAi client(SimulatedProvider provider) {
    return OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build();
  }

  @Description("An event")
  record Event(
      @Description("What it is called") @Size(min = 10, max = 20) String name,
      Optional<@Size(max = 3) String> code,
      LocalTime at,
      LocalDateTime from,
      YearMonth month,
      URI link,
      char initial,
      Set<Integer> days) {}
}
