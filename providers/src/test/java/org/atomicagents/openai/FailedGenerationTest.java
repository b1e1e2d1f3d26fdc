package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.openai.FailingCalls.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests of responses that Groq returns inside an error. */
@Timeout(60)
class FailedGenerationTest {
  private static final BasicChatInput HELLO = new BasicChatInput("hello");
  private static final String INVALID_CALL =
      """
      {"name": "BasicChatOutputSchema", "arguments": {
        "message": 1
      }}\
      """;

  @Test
  void aFailedCallBecomesAToolCall() {
    assertThat(eventsAfterStart(400, error("tool_use_failed", INVALID_CALL)))
        .containsExactly(
            call("BasicChatOutputSchema", "{\n  \"message\": 1\n}"),
            new ModelEvent.Finished(FinishReason.TOOL_CALLS, "tool_calls"));
  }

  @Test
  void keepsTheArgumentsUnchanged() {
    for (String arguments : List.of("{\"a\": 1,}", "{\"a\": {\"b\": \"}\"", "[1.10, 1e400]", "")) {
      String rawText = "{\"name\":\"f\",\"arguments\":" + arguments + "}\n";

      assertThat(eventsAfterStart(400, error("tool_use_failed", rawText)))
          .startsWith(call("f", arguments.strip()));
    }
    assertThat(
            eventsAfterStart(
                400, error("tool_use_failed", "{\"name\":\"f\",\"parameters\":\"{\\\"a\\\":1}\"}")))
        .startsWith(call("f", "{\"a\":1}"));
  }

  @Test
  void failedTextBecomesText() {
    for (String rawText :
        List.of("maybe", "<function=f{\"a\": 1}</function>", "{\"name\": \"f\"}")) {
      assertThat(eventsAfterStart(400, error("tool_use_failed", rawText)))
          .containsExactly(
              new ModelEvent.TextDelta(rawText),
              new ModelEvent.Finished(FinishReason.OTHER, "tool_use_failed"));
    }
    assertThat(eventsAfterStart(400, error("json_validate_failed", INVALID_CALL)))
        .containsExactly(
            new ModelEvent.TextDelta(INVALID_CALL),
            new ModelEvent.Finished(FinishReason.OTHER, "json_validate_failed"));
  }

  @Test
  void anExhaustedTokenLimitBecomesFinishReasonLength() {
    String error =
        error(
            "json_validate_failed",
            "",
            "max completion tokens reached before generating a valid document");

    assertThat(eventsAfterStart(400, error))
        .containsExactly(new ModelEvent.Finished(FinishReason.LENGTH, "length"));
  }

  @Test
  void isReadFromASuccessfulResponse() {
    assertThat(eventsAfterStart(200, error("tool_use_failed", INVALID_CALL)))
        .startsWith(call("BasicChatOutputSchema", "{\n  \"message\": 1\n}"));
  }

  @Test
  void isReadFromTheErrorEventOfAStream() {
    var events = new ArrayList<ModelEvent>();

    AgentException failure =
        FailingCalls.stream(
            events,
            """
            data: {"id":"1","model":"m","choices":[{"delta":{"reasoning":"Hm"}}]}

            event: error
            data: %s

            """
                .formatted(error("tool_use_failed", INVALID_CALL)));

    assertThat(failure).isNull();
    assertThat(events.subList(1, events.size()))
        .containsExactly(
            new ModelEvent.ReasoningDelta("Hm"),
            call("BasicChatOutputSchema", "{\n  \"message\": 1\n}"),
            new ModelEvent.Finished(FinishReason.TOOL_CALLS, "tool_calls"));
  }

  @Test
  void continuesTheStreamedText() {
    assertThat(groqStream("may", "maybe"))
        .containsExactly(
            new ModelEvent.TextDelta("may"),
            new ModelEvent.TextDelta("be"),
            new ModelEvent.Finished(FinishReason.OTHER, "tool_use_failed"));
    assertThat(groqStream("maybe", "maybe"))
        .containsExactly(
            new ModelEvent.TextDelta("maybe"),
            new ModelEvent.Finished(FinishReason.OTHER, "tool_use_failed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n"})
  void streamedTextIsTheResponseIfTheErrorDoesNotRepeatIt(String failed) {
    for (String code : List.of("tool_use_failed", "json_validate_failed")) {
      for (String id : List.of(Provider.GROQ.id(), "test")) {
        String body =
            "data: {\"choices\":[{\"delta\":{\"content\":\"maybe\"}}]}\n\nevent: error\ndata: "
                + error(code, failed)
                + "\n\n";

        assertThat(eventsAfterStart(id, 200, "text/event-stream", body))
            .containsExactly(
                new ModelEvent.TextDelta("maybe"),
                new ModelEvent.Finished(FinishReason.OTHER, code));
      }
    }
  }

  @Test
  void streamedCallIsTheResponseIfTheErrorDoesNotRepeatIt() {
    String body =
        """
        data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"f","arguments":"{"}}]}}]}

        data: {"error":{"message":"Failed.","code":"tool_use_failed"}}

        """;

    assertThat(eventsAfterStart("test", 200, "text/event-stream", body))
        .containsExactly(
            call("f", "{"), new ModelEvent.Finished(FinishReason.OTHER, "tool_use_failed"));
  }

  @Test
  void failsIfItDoesNotContinueTheStreamedText() {
    var events = new ArrayList<ModelEvent>();

    AgentException failure =
        FailingCalls.stream(
            events,
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\nevent: error\ndata: "
                + error("tool_use_failed", "maybe")
                + "\n\n");

    assertThat(failure).isInstanceOf(BadRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n"})
  void failsIfTheModelReturnedNoText(String rawText) {
    assertThat(failure(BadRequestException.class, 400, error("json_validate_failed", rawText)))
        .hasMessage(
            """
            test rejected the request (400): Failed.
            Check the model's name, the parameters and the schema.\
            """);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isReAskedLikeAnyInvalidResponse(boolean inStream) throws Exception {
    var requests = new AtomicInteger();
    try (var server =
            LoopbackServer.start((request, client) -> {
              if (requests.getAndIncrement() > 0) {
                client.respond(200, "application/json", VALID_RESPONSE);
              } else if (inStream) {
                String event = "event: error\ndata: " + error("tool_use_failed", INVALID_CALL);
                client.respond(200, "text/event-stream", event + "\n\n");
              } else {
                client.respond(400, "application/json", error("tool_use_failed", INVALID_CALL));
              }
            });
        var client = OpenAi.builder(Provider.of("test", server.uri("/v1"))).build()) {
      var agent = AtomicAgent.of(client.model("m"));

      RunResult<BasicChatOutput> result =
          agent.call(HELLO, RunOptions.defaults().withMode(ResponseMode.TOOL_CALL));

      assertThat(result.output()).isEqualTo(new BasicChatOutput("Hi"));
      assertThat(result.attempts()).isEqualTo(2);
      server.takeRequest();
      JsonNode messages =
          WireJson.JsonTreeReader.MAPPER.readTree(server.takeRequest().body()).get("messages");
      JsonNode call = messages.get(messages.size() - 2).get("tool_calls").get(0).get("function");
      JsonNode toolMessage = messages.get(messages.size() - 1);
      assertThat(call.get("arguments").stringValue()).isEqualTo("{\n  \"message\": 1\n}");
      assertThat(toolMessage.get("role").stringValue()).isEqualTo("tool");
      assertThat(toolMessage.get("content").stringValue())
          .isEqualTo(
              """
              Your response is invalid:
                $: expected an object {chat_message}, found an object with "message"
              Return the complete JSON again with these errors fixed.\
              """);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isReAskedAlsoWithoutARepeatedText(boolean isStreamed) throws Exception {
    var requests = new AtomicInteger();
    String streamed =
        "data: {\"choices\":[{\"delta\":{\"content\":\"maybe\"}}]}\n\ndata: "
            + error("tool_use_failed", "")
            + "\n\n";
    try (var server =
            LoopbackServer.start((request, client) -> {
              if (requests.getAndIncrement() > 0) {
                client.respond(200, "application/json", VALID_RESPONSE);
              } else {
                client.respond(200, "text/event-stream", streamed);
              }
            });
        var client = OpenAi.builder(Provider.of("groq", server.uri("/v1"))).build()) {
      var agent = AtomicAgent.of(client.model("m"));
      var options = RunOptions.defaults().withMode(ResponseMode.TOOL_CALL);

      if (isStreamed) {
        try (var stream = agent.stream(HELLO, options)) {
          assertThat(stream.runResult().attempts()).isEqualTo(2);
        }
      } else {
        assertThat(agent.call(HELLO, options).attempts()).isEqualTo(2);
      }
    }
  }

  private static final String VALID_RESPONSE =
      """
      {"choices":[{"message":{"tool_calls":[{"id":"c","function":
      {"name":"BasicChatOutputSchema","arguments":"{\\"chat_message\\":\\"Hi\\"}"}}]},
      "finish_reason":"tool_calls"}]}
      """;

  private static ModelEvent call(String name, String arguments) {
    return new ModelEvent.ToolCallDelta(0, null, name, arguments);
  }

  private static List<ModelEvent> groqStream(String streamed, String failed) {
    String body =
        "data: {\"choices\":[{\"delta\":{\"content\":\""
            + streamed
            + "\"}}]}\n\nevent: error\ndata: "
            + error("tool_use_failed", failed)
            + "\n\n";
    return eventsAfterStart(Provider.GROQ.id(), 200, "text/event-stream", body);
  }

  private static List<ModelEvent> eventsAfterStart(int status, String body) {
    return eventsAfterStart("test", status, "application/json", body);
  }

  private static List<ModelEvent> eventsAfterStart(
      String id, int status, String type, String body) {
    var events = new ArrayList<ModelEvent>();
    try (var server = LoopbackServer.answering(status, type, body);
        var client = OpenAi.builder(Provider.of(id, server.uri("/v1"))).build();
        var exchange =
            client.open(
                ModelRequest.of("m", List.of(Message.user("Hello"))), RunContext.standalone())) {
      exchange.forEach(events::add);
    }
    assertThat(events.getFirst()).isInstanceOf(ModelEvent.Started.class);
    return events.subList(1, events.size());
  }

  private static String error(String code, String rawText) {
    return error(code, rawText, "Failed.");
  }

  private static String error(String code, String rawText, String message) {
    var body = WireJson.JsonTreeReader.MAPPER.createObjectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", "invalid_request_error")
        .put("code", code)
        .put("failed_generation", rawText);
    return body.toString();
  }
}
