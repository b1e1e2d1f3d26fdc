package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The many forms of an answer, each over a real connection. */
@Timeout(60)
class ChatResponseReaderTest {
  private static final String JSON = "application/json";
  private static final String SSE = "text/event-stream";

  @Test
  void aWholeAnswerIsASequenceOfEvents() {
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
  void aStreamIsTheSameSequenceLonger() {
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
  void theAnswerBeginsWithItsIdItsModelAndItsHeaders() throws Exception {
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
  void azuresFirstChunkWithoutChoicesDoesNotBeginTheAnswer() {
    CollectedResponse answered =
        stream(
            "{\"choices\":[],\"id\":\"\",\"model\":\"\",\"prompt_filter_results\":[]}",
            "{\"id\":\"c-1\",\"model\":\"m-2\",\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");

    assertThat(answered.id()).isEqualTo("c-1");
    assertThat(answered.model()).isEqualTo("m-2");
    assertThat(answered.text()).isEqualTo("Hi");
  }

  @Test
  void whatIsAskedAsAStreamMayComeWhole() {
    String whole = "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

    assertThat(answered(true, JSON, whole).text()).isEqualTo("Hi");
    assertThat(answered(true, SSE, whole).text()).isEqualTo("Hi");
    assertThat(answered(true, "", whole).text()).isEqualTo("Hi");
    assertThat(answered(false, "text/plain", "\uFEFF\n " + whole).text()).isEqualTo("Hi");
  }

  @Test
  void whatIsAskedWholeMayComeAsAStream() {
    String stream = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: [DONE]\n\n";

    assertThat(answered(false, SSE, stream).text()).isEqualTo("Hi");
    assertThat(answered(false, "text/plain", stream).text()).isEqualTo("Hi");
    assertThat(answered(false, "", ": waiting\n\n" + stream).text()).isEqualTo("Hi");
  }

  @Test
  void aStreamMayEndWithoutSayingSoOnceItsReasonIsKnown() {
    CollectedResponse answered =
        answered(
            true,
            SSE,
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"length\"}]}");

    assertThat(answered.text()).isEqualTo("Hi");
    assertThat(answered.reason()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void contentMayBeAListOfParts() {
    CollectedResponse answered =
        stream(
            """
            {"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"h"},\
            {"type":"text","text":"m"}]}]}}]}\
            """,
            """
            {"choices":[{"delta":{"content":[{"thinking":"!","type":"thinking"},\
            {"text":"Hi","type":"text"}," there",{"type":"reference","reference_ids":[1]}]},\
            "finish_reason":"stop"}]}\
            """);

    assertThat(answered.reasoning()).isEqualTo("hm!");
    assertThat(answered.text()).isEqualTo("Hi there");
    assertThat(answered.other()).containsExactly("{\"type\":\"reference\",\"reference_ids\":[1]}");
  }

  @Test
  void aThoughtUnderTwoNamesIsThoughtOnce() {
    CollectedResponse answered =
        stream(
            "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"}}]}",
            "{\"choices\":[{\"delta\":{\"reasoning_content\":\"!\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");

    assertThat(answered.reasoning()).isEqualTo("hm!");
  }

  @Test
  void toolCallsMayLackWhatTheProtocolAsksFor() {
    CollectedResponse whole =
        whole(
            """
            {"tool_calls":[{"function":{"name":"a","arguments":{"x":1}}},\
            {"id":"","type":"function","function":{"name":"b","arguments":"{}"}},\
            {"id":"c3","index":null,"function":{"name":"c","arguments":null}}]}\
            """);

    assertThat(whole.calls())
        .containsExactly(
            new CollectedResponse.Call(null, "a", "{\"x\":1}"),
            new CollectedResponse.Call(null, "b", "{}"),
            new CollectedResponse.Call("c3", "c", ""));
  }

  @Test
  void streamedCallsAreToldApartByIndexIdOrName() {
    CollectedResponse byIndex =
        stream(
            delta("[{\"index\":1,\"id\":\"c1\",\"function\":{\"name\":\"a\",\"arguments\":\"\"}}]"),
            delta(
                "[{\"index\":2,\"id\":\"c2\",\"function\":{\"name\":\"b\",\"arguments\":\"{\"}}]"),
            delta("[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]"),
            delta(
                "[{\"index\":2,\"id\":\"c2\",\"function\":{\"name\":\"b\",\"arguments\":\"}\"}}]"));
    CollectedResponse byId =
        stream(
            delta(
                "[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"a\",\"arguments\":\"{}\"}}]"),
            delta(
                "[{\"index\":0,\"id\":\"c2\",\"function\":{\"name\":\"b\",\"arguments\":\"{}\"}}]"));
    CollectedResponse byName =
        stream(
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
  void theFirstFormOfACallStillCounts() {
    CollectedResponse answered =
        stream(
            "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"a\",\"arguments\":\"{\"}}}]}",
            "{\"choices\":[{\"delta\":{\"function_call\":{\"arguments\":\"}\"}},\"finish_reason\":\"function_call\"}]}");

    assertThat(answered.calls()).containsExactly(new CollectedResponse.Call(null, "a", "{}"));
    assertThat(answered.reason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(answered.said()).isEqualTo("function_call");
  }

  @Test
  void aRefusalIsToldWhole() {
    CollectedResponse answered =
        stream(
            "{\"choices\":[{\"delta\":{\"refusal\":\"I can\"}}]}",
            "{\"choices\":[{\"delta\":{\"refusal\":\"'t.\"},\"finish_reason\":\"stop\"}]}");

    assertThat(answered.refused()).containsExactly("I can't.");
    assertThat(whole("{\"content\":null,\"refusal\":\"No.\"}").refused()).containsExactly("No.");
  }

  @Test
  void reasoningDetailsAreJoinedToBeReplayed() {
    CollectedResponse answered =
        stream(
            details("{\"type\":\"reasoning.text\",\"text\":\"h\",\"index\":0,\"signature\":null}"),
            details("{\"type\":\"reasoning.text\",\"text\":\"m\",\"index\":0,\"signature\":\"s\"}"),
            details("{\"type\":\"reasoning.encrypted\",\"data\":\"x\",\"index\":1}"),
            "{\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");

    assertThat(answered.opaque())
        .containsExactly(
            "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"index\":0,"
                + "\"signature\":\"s\"},{\"type\":\"reasoning.encrypted\",\"data\":\"x\",\"index\":1}]}");
  }

  @Test
  void signaturesAreKeptToBeReplayed() {
    CollectedResponse answered =
        whole(
            """
            {"thought_signature":"t","tool_calls":[{"id":"c1","function":{"name":"a","arguments":"{}"},\
            "extra_content":{"google":{"thought_signature":"u"}}}]}\
            """);

    assertThat(answered.opaque())
        .containsExactly(
            "{\"thought_signature\":\"t\"}",
            "{\"tool_call\":{\"index\":0,\"extra_content\":{\"google\":{\"thought_signature\":\"u\"}}}}");
  }

  @Test
  void deepSeeksThoughtsAreReplayedBeforeACallOnly() {
    Provider deepSeek = Provider.DEEPSEEK;
    String calling =
        "{\"reasoning_content\":\"\\\"hm\\\"\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"a\",\"arguments\":\"{}\"}}]}";

    assertThat(answered(deepSeek, body(calling)).opaque())
        .containsExactly("{\"reasoning_content\":\"\\\"hm\\\"\"}");
    assertThat(
            answered(deepSeek, body("{\"reasoning_content\":\"hm\",\"content\":\"Hi\"}")).opaque())
        .isEmpty();
  }

  @Test
  void whatIsUnknownIsHandedOn() {
    CollectedResponse answered =
        whole(
            """
            {"content":"Hi","annotations":[{"type":"url_citation"}],"executed_tools":[],"audio":null,\
            "channel":"final","new":{"a":[1]}}\
            """);

    assertThat(answered.text()).isEqualTo("Hi");
    assertThat(answered.other())
        .containsExactly(
            "{\"annotations\":[{\"type\":\"url_citation\"}]}", "{\"new\":{\"a\":[1]}}");
  }

  @Test
  void whatHasAnotherShapeThanItShouldIsPassedOver() {
    CollectedResponse answered =
        whole(
            """
            {"refusal":{"a":[{}]},"reasoning":{"b":1},"tool_calls":{"c":[]},"function_call":[1],\
            "content":{"d":2},"index":[],"reasoning_content":["x"]}\
            """);

    assertThat(answered.text()).isEmpty();
    assertThat(answered.reason()).isEqualTo(FinishReason.STOP);
    assertThat(
            answered(
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
  void onlyTheFirstOfSeveralChoicesCounts() {
    CollectedResponse answered =
        stream(
            "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"B\"}},{\"index\":0,\"delta\":{\"content\":\"A\"}}]}",
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
            "{\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}");

    assertThat(answered.text()).isEqualTo("A");
    assertThat(answered.reason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void usageHasManyNames() {
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
  void groqsUsageMayStandApart() {
    CollectedResponse answered =
        stream(
            "{\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                + "\"x_groq\":{\"id\":\"r\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}}");

    assertThat(answered.usage()).isEqualTo(Usage.of(1, 2));
  }

  @Test
  void reasonsAreMapped() {
    assertThat(reason("\"model_length\"")).isEqualTo(FinishReason.LENGTH);
    assertThat(reason("\"content_filter\"")).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(reason("\"STOP\"")).isEqualTo(FinishReason.STOP);
    assertThat(reason("\"insufficient_system_resource\"")).isEqualTo(FinishReason.OTHER);
    assertThat(reason("null")).isEqualTo(FinishReason.OTHER);
  }

  @Test
  void anExchangeIsReadOnce() {
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
    return answered(false, JSON, "{\"choices\":[{\"message\":{},\"finish_reason\":" + json + "}]}")
        .reason();
  }

  private static Usage usage(String json) {
    return answered(false, JSON, "{\"choices\":[{\"message\":{}}],\"usage\":" + json + "}").usage();
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

  private static CollectedResponse whole(String message) {
    return answered(false, JSON, body(message));
  }

  private static CollectedResponse stream(String... chunks) {
    var body = new StringBuilder();
    for (String chunk : chunks) {
      body.append("data: ").append(chunk).append("\n\n");
    }
    return answered(true, SSE, body + "data: [DONE]\n\n");
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

  private static CollectedResponse answered(boolean asked, String contentType, String body) {
    try (var server = LoopbackServer.answering(200, contentType, body);
        var client = OpenAi.at(server.uri("/v1"));
        var exchange = client.open(request(asked), RunContext.standalone())) {
      return CollectedResponse.of(exchange);
    }
  }

  private static CollectedResponse answered(Provider provider, String body) {
    try (var server = LoopbackServer.answering(200, JSON, body);
        var client =
            OpenAi.builder(provider).baseUrl(server.uri("/v1")).apiKey(ApiKey.of("k")).build();
        var exchange = client.open(request(false), RunContext.standalone())) {
      return CollectedResponse.of(exchange);
    }
  }

  private static ModelRequest request(boolean stream) {
    return ModelRequest.of("asked", List.of(Message.user("Hello"))).withStream(stream);
  }
}
