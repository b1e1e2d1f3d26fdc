package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the forms of a response, each over a real connection. */
@Timeout(60)
class ChatResponseReaderTest {
  private static final String JSON = "application/json";
  private static final String SSE = "text/event-stream";

  @Test
  void readsACompleteResponse() {
    assertThat(
            events(
                JSON,
                """
                {"id":"c-1","model":"m-2","choices":[{"index":0,"message":{"role":"assistant",
                "content":"Hi"},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":1,"completion_tokens":2}}\
                """))
        .containsExactly(
            new ModelEvent.TextDelta("Hi"),
            new ModelEvent.UsageReport(Usage.of(1, 2)),
            new ModelEvent.Finished(FinishReason.STOP, "stop"));
  }

  @Test
  void readsAStreamedResponse() {
    assertThat(
            events(
                SSE,
                """
                data: {"id":"c-1","model":"m-2","choices":[{"delta":{"role":"assistant","content":""}}]}

                data: {"id":"c-1","model":"m-2","choices":[{"delta":{"content":"H"}}]}

                data: {"id":"c-1","model":"m-2","choices":[{"delta":{"content":"i"},"finish_reason":"stop"}]}

                data: {"id":"c-1","model":"m-2","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}

                data: [DONE]

                """))
        .containsExactly(
            new ModelEvent.TextDelta("H"),
            new ModelEvent.TextDelta("i"),
            new ModelEvent.UsageReport(Usage.of(1, 2)),
            new ModelEvent.Finished(FinishReason.STOP, "stop"));
  }

  @Test
  void startsWithIdModelAndHeaders() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(
                    200,
                    JSON,
                    "{\"choices\":[{\"message\":{\"content\":\"Hi\"}}],\"id\":\"c-1\",\"model\":\"m-2\"}",
                    "X-RateLimit-Remaining: 7"));
        var client = OpenAi.at(server.uri("/v1"));
        var exchange = client.open(request(false), RunContext.standalone())) {
      var started = (ModelEvent.Started) exchange.iterator().next();

      assertThat(started.id()).isEqualTo("c-1");
      assertThat(started.model()).isEqualTo("m-2");
      assertThat(started.headers()).containsEntry("x-ratelimit-remaining", List.of("7"));
    }
  }

  @Test
  void azuresFirstChunkWithoutChoicesDoesNotStartTheResponse() {
    CollectedResponse response =
        readStream(
            "{\"choices\":[],\"id\":\"\",\"model\":\"\",\"prompt_filter_results\":[]}",
            "{\"id\":\"c-1\",\"model\":\"m-2\",\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");

    assertThat(response.id()).isEqualTo("c-1");
    assertThat(response.model()).isEqualTo("m-2");
    assertThat(response.text()).isEqualTo("Hi");
  }

  @Test
  void acceptsACompleteResponseToAStreamingRequest() {
    String body = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

    assertThat(readResponse(true, JSON, body).text()).isEqualTo("Hi");
    assertThat(readResponse(true, SSE, body).text()).isEqualTo("Hi");
    assertThat(readResponse(true, "", body).text()).isEqualTo("Hi");
    assertThat(readResponse(false, "text/plain", "\uFEFF\n " + body).text()).isEqualTo("Hi");
  }

  @Test
  void acceptsAStreamInResponseToANonStreamingRequest() {
    String stream = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: [DONE]\n\n";

    assertThat(readResponse(false, SSE, stream).text()).isEqualTo("Hi");
    assertThat(readResponse(false, "text/plain", stream).text()).isEqualTo("Hi");
    assertThat(readResponse(false, "", ": waiting\n\n" + stream).text()).isEqualTo("Hi");
  }

  @Test
  void acceptsAStreamWithoutAnEndMarkerAfterAFinishReason() {
    CollectedResponse response =
        readResponse(
            true,
            SSE,
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"length\"}]}");

    assertThat(response.text()).isEqualTo("Hi");
    assertThat(response.reason()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void readsContentThatIsAListOfParts() {
    CollectedResponse response =
        readStream(
            """
            {"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"h"},\
            {"type":"text","text":"m"}]}]}}]}\
            """,
            """
            {"choices":[{"delta":{"content":[{"thinking":"!","type":"thinking"},\
            {"text":"Hi","type":"text"}," there",{"type":"reference","reference_ids":[1]}]},\
            "finish_reason":"stop"}]}\
            """);

    assertThat(response.reasoning()).isEqualTo("hm!");
    assertThat(response.text()).isEqualTo("Hi there");
    assertThat(response.other()).containsExactly("{\"type\":\"reference\",\"reference_ids\":[1]}");
  }

  @Test
  void readsReasoningUnderTwoNamesOnce() {
    CollectedResponse response =
        readStream(
            "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"}}]}",
            "{\"choices\":[{\"delta\":{\"reasoning_content\":\"!\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");

    assertThat(response.reasoning()).isEqualTo("hm!");
  }

  @Test
  void acceptsToolCallsWithMissingFields() {
    CollectedResponse response =
        completeResponse(
            """
            {"tool_calls":[{"function":{"name":"a","arguments":{"x":1}}},\
            {"id":"","type":"function","function":{"name":"b","arguments":"{}"}},\
            {"id":"c3","index":null,"function":{"name":"c","arguments":null}}]}\
            """);

    assertThat(response.calls())
        .containsExactly(
            new CollectedResponse.Call(null, "a", "{\"x\":1}"),
            new CollectedResponse.Call(null, "b", "{}"),
            new CollectedResponse.Call("c3", "c", ""));
  }

  @Test
  void separatesStreamedCallsByIndexIdOrName() {
    CollectedResponse byIndex =
        readStream(
            delta("[{\"index\":1,\"id\":\"c1\",\"function\":{\"name\":\"a\",\"arguments\":\"\"}}]"),
            delta(
                "[{\"index\":2,\"id\":\"c2\",\"function\":{\"name\":\"b\",\"arguments\":\"{\"}}]"),
            delta("[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]"),
            delta(
                "[{\"index\":2,\"id\":\"c2\",\"function\":{\"name\":\"b\",\"arguments\":\"}\"}}]"));
    CollectedResponse byId =
        readStream(
            delta(
                "[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"a\",\"arguments\":\"{}\"}}]"),
            delta(
                "[{\"index\":0,\"id\":\"c2\",\"function\":{\"name\":\"b\",\"arguments\":\"{}\"}}]"));
    CollectedResponse byName =
        readStream(
            delta("[{\"function\":{\"name\":\"a\",\"arguments\":\"{\"}}]"),
            delta("[{\"function\":{\"arguments\":\"}\"}}]"),
            delta("[{\"function\":{\"name\":\"b\",\"arguments\":\"{}\"}}]"));

    assertThat(byIndex.calls())
        .containsExactly(
            new CollectedResponse.Call("c1", "a", "{}"),
            new CollectedResponse.Call("c2", "b", "{}"));
    assertThat(byId.calls()).isEqualTo(byIndex.calls());
    assertThat(byName.calls())
        .containsExactly(
            new CollectedResponse.Call(null, "a", "{}"),
            new CollectedResponse.Call(null, "b", "{}"));
  }

  @Test
  void readsDeprecatedFunctionCalls() {
    CollectedResponse response =
        readStream(
            "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"a\",\"arguments\":\"{\"}}}]}",
            "{\"choices\":[{\"delta\":{\"function_call\":{\"arguments\":\"}\"}},\"finish_reason\":\"function_call\"}]}");

    assertThat(response.calls()).containsExactly(new CollectedResponse.Call(null, "a", "{}"));
    assertThat(response.reason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(response.rawReason()).isEqualTo("function_call");
  }

  @Test
  void emitsARefusalOnce() {
    CollectedResponse response =
        readStream(
            "{\"choices\":[{\"delta\":{\"refusal\":\"I can\"}}]}",
            "{\"choices\":[{\"delta\":{\"refusal\":\"'t.\"},\"finish_reason\":\"stop\"}]}");

    assertThat(response.refused()).containsExactly("I can't.");
    assertThat(completeResponse("{\"content\":null,\"refusal\":\"No.\"}").refused())
        .containsExactly("No.");
  }

  @Test
  void readsReasoningThatOnlyTheDetailsContain() {
    CollectedResponse response =
        readStream(
            details("{\"type\":\"reasoning.text\",\"text\":\"h\",\"index\":0}"),
            details("{\"text\":\"m\"},{\"type\":\"reasoning.summary\",\"summary\":\"!\"}"),
            details("{\"type\":\"reasoning.encrypted\",\"data\":\"x\"},1,null"),
            "{\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");

    assertThat(response.reasoning()).isEqualTo("hm!");
    assertThat(response.text()).isEqualTo("Hi");
    assertThat(
            completeResponse("{\"content\":\"Hi\",\"reasoning_details\":[{\"text\":\"hm\"}]}")
                .reasoning())
        .isEqualTo("hm");
  }

  @Test
  void readsReasoningInAFieldAndInTheDetailsOnce() {
    String details = "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"h\"}]";
    CollectedResponse response =
        readStream(
            "{\"choices\":[{\"delta\":{" + details + ",\"reasoning\":\"h\"}}]}",
            "{\"choices\":[{\"delta\":{\"reasoning\":\"h\"," + details + "}}]}",
            "{\"choices\":[{\"delta\":{\"reasoning\":\"\"," + details + "}}]}",
            "{\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");

    assertThat(response.reasoning()).isEqualTo("hh");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "1e30",
        "1e99999999999",
        "-5",
        "-1e30",
        "\"x\"",
        "null",
        "{}",
        "[1]",
        "true",
        "1000000000001",
      })
  void ignoresImpossibleNumbersOfTokens(String count) {
    assertThat(
            usage("{\"prompt_tokens\":" + count + ",\"completion_tokens\":2,\"cached_tokens\":1}"))
        .isEqualTo(new Usage(0, 2, 1, 0, 0, 0, 0));
    assertThat(
            usage(
                "{\"prompt_tokens\":1,\"completion_tokens\":2,\"prompt_tokens_details\":"
                    + "{\"cached_tokens\":"
                    + count
                    + "}}"))
        .isEqualTo(Usage.of(1, 2));
  }

  @Test
  void ignoresANumberOfTokensWithManyDigits() {
    assertThat(usage("{\"prompt_tokens\":" + "9".repeat(5_000) + ",\"completion_tokens\":2}"))
        .isEqualTo(Usage.of(0, 2));
  }

  @Test
  void readsNumbersOfTokensInOtherForms() {
    assertThat(usage("{\"prompt_tokens\":\"12\",\"completion_tokens\":2.5}"))
        .isEqualTo(Usage.of(12, 3));
    assertThat(usage("{\"prompt_tokens\":1.2e1,\"completion_tokens\":3.0}"))
        .isEqualTo(Usage.of(12, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "99999999999",
        "9223372036854775808",
        "1e30",
        "1e99999999999",
        "-3",
        "\"x\"",
        "0.5"
      })
  void acceptsAnyIndexOfAToolCall(String index) {
    CollectedResponse response =
        readStream(
            delta(
                "[{\"index\":"
                    + index
                    + ",\"id\":\"c1\",\"function\":{\"name\":\"a\","
                    + "\"arguments\":\"{\"}}]"),
            delta("[{\"index\":" + index + ",\"function\":{\"arguments\":\"}\"}}]"),
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");

    assertThat(response.calls()).containsExactly(new CollectedResponse.Call("c1", "a", "{}"));
  }

  @Test
  void ignoresChoicesWithALargeIndex() {
    CollectedResponse response =
        readStream(
            "{\"choices\":[{\"index\":99999999999,\"delta\":{\"content\":\"B\"}},"
                + "{\"index\":9223372036854775808,\"delta\":{\"content\":\"C\"}},"
                + "{\"index\":0,\"delta\":{\"content\":\"A\"},\"finish_reason\":\"stop\"}]}");

    assertThat(response.text()).isEqualTo("A");
  }

  @Test
  void keepsTheDigitsOfNumbersInArguments() {
    CollectedResponse response =
        completeResponse(
            "{\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":"
                + "{\"a\":0.12345678901234567890,\"b\":[1e400,1e99999999999,-0.0,1.10]}}}]}");

    assertThat(response.calls().getFirst().arguments())
        .isEqualTo("{\"a\":0.12345678901234567890,\"b\":[1e400,1e99999999999,-0.0,1.10]}");
  }

  @Test
  void mergesReasoningDetailsForReplay() {
    CollectedResponse response =
        readStream(
            details("{\"type\":\"reasoning.text\",\"text\":\"h\",\"index\":0,\"signature\":null}"),
            details("{\"type\":\"reasoning.text\",\"text\":\"m\",\"index\":0,\"signature\":\"s\"}"),
            details("{\"type\":\"reasoning.encrypted\",\"data\":\"x\",\"index\":1}"),
            "{\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");

    assertThat(response.opaque())
        .containsExactly(
            "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"index\":0,"
                + "\"signature\":\"s\"},{\"type\":\"reasoning.encrypted\",\"data\":\"x\",\"index\":1}]}");
  }

  @Test
  void keepsSignaturesForReplay() {
    CollectedResponse response =
        completeResponse(
            """
            {"thought_signature":"t","tool_calls":[{"id":"c1","function":{"name":"a","arguments":"{}"},\
            "extra_content":{"google":{"thought_signature":"u"}}}]}\
            """);

    assertThat(response.opaque())
        .containsExactly(
            "{\"thought_signature\":\"t\"}",
            "{\"tool_call\":{\"index\":0,\"extra_content\":{\"google\":{\"thought_signature\":\"u\"}}}}");
  }

  @Test
  void keepsDeepSeeksReasoningForReplayOnlyWithACall() {
    Provider deepSeek = Provider.DEEPSEEK;
    String calling =
        "{\"reasoning_content\":\"\\\"hm\\\"\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"a\",\"arguments\":\"{}\"}}]}";

    assertThat(readResponse(deepSeek, body(calling)).opaque())
        .containsExactly("{\"reasoning_content\":\"\\\"hm\\\"\"}");
    assertThat(
            readResponse(deepSeek, body("{\"reasoning_content\":\"hm\",\"content\":\"Hi\"}"))
                .opaque())
        .isEmpty();
  }

  @Test
  void passesOnUnknownFields() {
    CollectedResponse response =
        completeResponse(
            """
            {"content":"Hi","annotations":[{"type":"url_citation"}],"executed_tools":[],"audio":null,\
            "channel":"final","new":{"a":[1]}}\
            """);

    assertThat(response.text()).isEqualTo("Hi");
    assertThat(response.other())
        .containsExactly(
            "{\"annotations\":[{\"type\":\"url_citation\"}]}", "{\"new\":{\"a\":[1]}}");
  }

  @Test
  void ignoresFieldsOfUnexpectedShape() {
    CollectedResponse response =
        completeResponse(
            """
            {"refusal":{"a":[{}]},"reasoning":{"b":1},"tool_calls":{"c":[]},"function_call":[1],\
            "content":{"d":2},"index":[],"reasoning_content":["x"]}\
            """);

    assertThat(response.text()).isEmpty();
    assertThat(response.reason()).isEqualTo(FinishReason.STOP);
    assertThat(
            readResponse(
                    false,
                    JSON,
                    """
                    {"id":{},"model":[1],"usage":[2],"x_groq":3,"choices":[4,{"index":{},
                    "finish_reason":{"x":1},"message":[5]},{"message":{"content":"Hi","tool_calls":
                    [{"index":[1],"id":{},"function":{"name":[],"arguments":""}}]}}]}\
                    """)
                .text())
        .isEqualTo("Hi");
  }

  @Test
  void readsOnlyTheFirstOfSeveralChoices() {
    CollectedResponse response =
        readStream(
            "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"B\"}},{\"index\":0,\"delta\":{\"content\":\"A\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
            "{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}");

    assertThat(response.text()).isEqualTo("A");
    assertThat(response.reason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void readsUsageUnderAllItsNames() {
    assertThat(
            usage(
                """
                {"prompt_tokens":10,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":1,\
                "cache_write_tokens":2,"audio_tokens":3},"completion_tokens_details":\
                {"reasoning_tokens":4,"audio_tokens":5},"total_tokens":30}\
                """))
        .isEqualTo(new Usage(10, 20, 1, 2, 4, 3, 5));
    assertThat(usage("{\"prompt_tokens\":10,\"completion_tokens\":20,\"num_cached_tokens\":6}"))
        .isEqualTo(new Usage(10, 20, 6, 0, 0, 0, 0));
    assertThat(
            usage(
                "{\"prompt_tokens\":10,\"completion_tokens\":2.0E1,\"prompt_cache_hit_tokens\":7,"
                    + "\"prompt_tokens_details\":null}"))
        .isEqualTo(new Usage(10, 20, 7, 0, 0, 0, 0));
    assertThat(usage("null")).isEqualTo(Usage.NONE);
  }

  @Test
  void readsGroqsSeparateUsage() {
    CollectedResponse response =
        readStream(
            "{\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                + "\"x_groq\":{\"id\":\"r\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}}");

    assertThat(response.usage()).isEqualTo(Usage.of(1, 2));
  }

  @Test
  void mapsFinishReasons() {
    assertThat(reason("\"model_length\"")).isEqualTo(FinishReason.LENGTH);
    assertThat(reason("\"content_filter\"")).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(reason("\"STOP\"")).isEqualTo(FinishReason.STOP);
    assertThat(reason("\"insufficient_system_resource\"")).isEqualTo(FinishReason.OTHER);
    assertThat(reason("null")).isEqualTo(FinishReason.OTHER);
  }

  @Test
  void anExchangeCanBeReadOnce() {
    try (var server = LoopbackServer.answering(200, JSON, body("{\"content\":\"Hi\"}"));
        var client = OpenAi.at(server.uri("/v1"));
        var exchange = client.open(request(false), RunContext.standalone())) {
      assertThat(exchange.iterator()).isNotNull();

      assertThatThrownBy(exchange::iterator)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The events of an exchange can be read once.");
    }
  }

  private static FinishReason reason(String json) {
    return readResponse(
            false, JSON, "{\"choices\":[{\"message\":{},\"finish_reason\":" + json + "}]}")
        .reason();
  }

  private static Usage usage(String json) {
    return readResponse(false, JSON, "{\"choices\":[{\"message\":{}}],\"usage\":" + json + "}")
        .usage();
  }

  private static String delta(String calls) {
    return "{\"choices\":[{\"delta\":{\"tool_calls\":" + calls + "}}]}";
  }

  private static String details(String detail) {
    return "{\"choices\":[{\"delta\":{\"reasoning_details\":[" + detail + "]}}]}";
  }

  private static String body(String message) {
    return "{\"choices\":[{\"message\":" + message + ",\"finish_reason\":\"stop\"}]}";
  }

  private static CollectedResponse completeResponse(String message) {
    return readResponse(false, JSON, body(message));
  }

  private static CollectedResponse readStream(String... chunks) {
    var body = new StringBuilder();
    for (String chunk : chunks) {
      body.append("data: ").append(chunk).append("\n\n");
    }
    return readResponse(true, SSE, body + "data: [DONE]\n\n");
  }

  private static List<ModelEvent> events(String contentType, String body) {
    try (var server = LoopbackServer.answering(200, contentType, body);
        var client = OpenAi.at(server.uri("/v1"));
        var exchange = client.open(request(true), RunContext.standalone())) {
      var events = new ArrayList<ModelEvent>();
      exchange.forEach(events::add);
      assertThat(events.getFirst()).isInstanceOf(ModelEvent.Started.class);
      return events.subList(1, events.size());
    }
  }

  private static CollectedResponse readResponse(boolean stream, String contentType, String body) {
    try (var server = LoopbackServer.answering(200, contentType, body);
        var client = OpenAi.at(server.uri("/v1"));
        var exchange = client.open(request(stream), RunContext.standalone())) {
      return CollectedResponse.of(exchange);
    }
  }

  private static CollectedResponse readResponse(Provider provider, String body) {
    try (var server = LoopbackServer.answering(200, JSON, body);
        var client =
            OpenAi.builder(provider).baseUrl(server.uri("/v1")).apiKey(ApiKey.of("k")).build();
        var exchange = client.open(request(false), RunContext.standalone())) {
      return CollectedResponse.of(exchange);
    }
  }

  private static ModelRequest request(boolean stream) {
    return ModelRequest.of("requested", List.of(Message.user("Hello"))).withStream(stream);
  }
}
