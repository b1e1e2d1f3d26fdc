package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Message;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of the bodies of requests: turns, blocks, cache marks, tools and repeated blocks. */
class ClaudeConversationTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final AnthropicOptions DEFAULTS = AnthropicOptions.ofDefaults();

  @Test
  void adjacentMessagesOfARoleAreOneTurn() {
    assertThat(
            messages(
                Message.user("A"),
                Message.user("B"),
                new Message(
                    Role.ASSISTANT,
                    List.of(
                        new Content.ToolCall("1", "f", "{}"), new Content.ToolCall("2", "f", ""))),
                Message.toolResult("1", "f", "x"),
                Message.toolResult("2", "f", "y"),
                Message.user("C")))
        .isEqualTo(
            """
            [{"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]},\
            {"role":"assistant","content":[{"type":"tool_use","id":"1","name":"f","input":{}},\
            {"type":"tool_use","id":"2","name":"f","input":{}}]},\
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"x"},\
            {"type":"tool_result","tool_use_id":"2","content":"y"},{"type":"text","text":"C"}]}]\
            """);
  }

  @Test
  void toolResultsPrecedeOtherBlocksOfTheirMessage() {
    var mixed =
        new Message(
            Role.USER, List.of(new Content.Text("And?"), new Content.ToolResult("1", "f", "x")));

    assertThat(messages(Message.user("A"), call("1"), mixed))
        .endsWith(
            "[{\"type\":\"tool_result\",\"tool_use_id\":\"1\",\"content\":\"x\"},"
                + "{\"type\":\"text\",\"text\":\"And?\"}]}]");
    assertThat(
            messages(
                Message.user("A"),
                call("1"),
                Message.user("And?"),
                Message.toolResult("1", "f", "x")))
        .isEqualTo(messages(Message.user("A"), call("1"), mixed));
  }

  @Test
  void blankTextsAreLeftOutAndTheFirstTurnIsTheUsers() {
    assertThat(messages(Message.assistant("Welcome"), Message.user(" "), Message.user("A")))
        .isEqualTo(
            """
            [{"role":"user","content":[{"type":"text","text":"."}]},\
            {"role":"assistant","content":[{"type":"text","text":"Welcome"}]},\
            {"role":"user","content":[{"type":"text","text":"A"}]}]\
            """);
    assertThat(messages(Message.user(""))).contains("\"text\":\".\"");
    assertThat(messages(Message.user("A"), Message.assistant("B"), Message.user(" ")))
        .endsWith("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\".\"}]}]");
  }

  @Test
  void systemMessagesAtTheBeginningAreAParameter() {
    JsonNode body = body(DEFAULTS, Message.system("A"), Message.system("B"), Message.user("C"));

    assertThat(body.path("system").toString())
        .isEqualTo("[{\"type\":\"text\",\"text\":\"A\"},{\"type\":\"text\",\"text\":\"B\"}]");
    assertThat(body.path("messages")).hasSize(1);
  }

  @Test
  void laterSystemMessagesAreTurnsBeforeTheNextResponse() {
    JsonNode body =
        body(
            DEFAULTS,
            Message.user("A"),
            Message.system("S1"),
            Message.user("B"),
            Message.assistant("C"),
            Message.system("S2"),
            Message.user("D"));

    assertThat(roles(body)).containsExactly("user", "system", "assistant", "user", "system");
    assertThat(body.at("/messages/1/content/0/text").asString()).isEqualTo("S1");
    assertThat(body.at("/messages/4/content/0/text").asString()).isEqualTo("S2");
    assertThat(body.has("system")).isFalse();
  }

  @Test
  void laterSystemMessagesAreAParameterWhereTheFamilyHasNoSuchTurns() {
    ModelRequest request =
        request(Message.user("A"), Message.system("S"), Message.user("B"))
            .withModel(Anthropic.at(URI.create("http://localhost")).model("claude-sonnet-5"));

    JsonNode body = body(DEFAULTS, request);

    assertThat(roles(body)).containsExactly("user");
    assertThat(body.at("/system/0/text").asString()).isEqualTo("S");
  }

  @Test
  void cacheMarksAreThoseOfTheLayout() {
    AnthropicOptions cached = DEFAULTS.withCacheTime(Duration.ofHours(1));
    var system =
        new Message(
            Role.SYSTEM,
            List.of(
                new Content.Text("Stable"),
                new Content.CacheBoundary(),
                new Content.Text("Today")));

    assertThat(body(cached, system, Message.user("A")).path("system").toString())
        .isEqualTo(
            """
            [{"type":"text","text":"Stable","cache_control":{"type":"ephemeral","ttl":"1h"}},\
            {"type":"text","text":"Today"}]\
            """);
    assertThat(body(cached, Message.system("All"), Message.user("A")).path("system").toString())
        .contains("\"ttl\":\"1h\"");
    assertThat(body(DEFAULTS, system, Message.user("A")).toString()).doesNotContain("ephemeral");
    assertThat(body(DEFAULTS.withAutoCache(), system, Message.user("A")).path("cache_control"))
        .isEqualTo(MAPPER.readTree("{\"type\":\"ephemeral\",\"ttl\":\"5m\"}"));
  }

  @Test
  void ofMoreThanFourMarksTheFirstAndTheLastAreWritten() {
    AnthropicOptions cached = DEFAULTS.withCacheTime(Duration.ofMinutes(5));
    Message[] conversation = new Message[7];
    conversation[0] = Message.system("S");
    for (int i = 1; i < 7; i++) {
      conversation[i] =
          new Message(Role.USER, List.of(new Content.Text("T" + i), new Content.CacheBoundary()));
    }

    assertThat(marked(body(cached, conversation))).containsExactly("S", "T4", "T5", "T6");
    assertThat(marked(body(cached.withAutoCache(), conversation))).containsExactly("S", "T5", "T6");
  }

  @Test
  void aBoundaryAtTheBeginningOfAMessageMarksTheTurnBeforeIt() {
    AnthropicOptions cached = DEFAULTS.withCacheTime(Duration.ofMinutes(5));
    var later = new Message(Role.USER, List.of(new Content.CacheBoundary(), new Content.Text("C")));

    assertThat(marked(body(cached, Message.user("A"), Message.assistant("B"), later)))
        .containsExactly("B");
    assertThat(marked(body(cached, Message.user("A"), later))).containsExactly("A");
  }

  @Test
  void theEffortNoneTurnsOffTheThinkingOfTheOptions() {
    ModelRequest request =
        request(Message.user("A")).withSampling(Sampling.defaults().withReasoningEffort("none"));

    for (AnthropicOptions options :
        List.of(
            DEFAULTS.withThinking(AnthropicOptions.ThinkingMode.ADAPTIVE),
            DEFAULTS.withThinkingBudget(2_000))) {
      assertThat(body(options, request).path("thinking").toString())
          .isEqualTo("{\"type\":\"disabled\"}");
    }
  }

  @Test
  void mediaInOtherMessagesThanThoseOfTheUserAreErrors() {
    var image = Image.of(URI.create("https://example.org/a.png"));
    for (Role role : List.of(Role.SYSTEM, Role.ASSISTANT)) {
      assertRefused(
          request(Message.user("A"), new Message(role, List.of(image)), Message.user("B")),
          DEFAULTS,
          "Model 'claude-opus-5-5' can't be sent part 1 of message 2 (Image): only messages of the"
              + " user contain media.");
    }
  }

  @Test
  void imagesAndDocumentsAreSourcesByUrlOrContent() {
    byte[] pdf = "%PDF-1.4".getBytes(StandardCharsets.US_ASCII);
    var message =
        new Message(
            Role.USER,
            List.of(
                Image.of(URI.create("https://example.org/a.png")),
                Pdf.of(pdf),
                new Content.Text("See")));

    assertThat(messages(message))
        .isEqualTo(
            """
            [{"role":"user","content":[{"type":"image","source":{"type":"url",\
            "url":"https://example.org/a.png"}},{"type":"document","source":{"type":"base64",\
            "media_type":"application/pdf","data":"JVBERi0xLjQ="}},\
            {"type":"text","text":"See"}]}]\
            """);
  }

  @Test
  void mediaThatClaudeDoesNotAcceptAreErrors() {
    var message =
        new Message(Role.USER, List.of(Audio.of(URI.create("https://example.org/a.mp3"))));

    assertThatThrownBy(() -> messages(message))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Model 'claude-opus-5-5' can't be sent part 1 of message 1 (Audio")
        .hasMessageEndingWith("Claude accepts images and PDF documents only, no audio.");
    byte[] bitmap = new byte[60];
    bitmap[0] = 'B';
    bitmap[1] = 'M';
    assertThatThrownBy(() -> messages(new Message(Role.USER, List.of(Image.of(bitmap)))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith(
            "Claude accepts PNG, JPEG, GIF and WebP images, no image/bmp. Convert it.");
    var untrusted =
        new Message(
            Role.USER, List.of(Image.of(URI.create("https://example.org/a.png")).untrusted()));
    assertThatThrownBy(() -> messages(untrusted))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no media policy has admitted it");
  }

  @Test
  void malformedArgumentsAndForeignIdsAreMadeAcceptable() {
    var foreign =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Content.ToolCall("functions.f:0", "f", "{\"a\":"),
                new Content.ToolCall("", "f", "[1]")));

    assertThat(messages(Message.user("A"), foreign))
        .contains(
            "{\"type\":\"tool_use\",\"id\":\"functions_f_0\",\"name\":\"f\","
                + "\"input\":{\"INVALID_JSON\":\"{\\\"a\\\":\"}},"
                + "{\"type\":\"tool_use\",\"id\":\"call\",\"name\":\"f\","
                + "\"input\":{\"INVALID_JSON\":\"[1]\"}}");
  }

  @Test
  void idsOfCallsAreUniqueInTheConversation() {
    var calls =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Content.ToolCall("call_0", "f", "{}"), new Content.ToolCall("", "f", "{}")));
    var results =
        new Message(
            Role.TOOL,
            List.of(
                new Content.ToolResult("call_0", "f", "a"), new Content.ToolResult("", "f", "b")));

    JsonNode body =
        body(DEFAULTS, Message.user("A"), calls, results, calls, results, Message.user("B"));

    assertThat(values(body, "id")).containsExactly("call_0", "call", "call_0_1", "call_1");
    assertThat(values(body, "tool_use_id")).isEqualTo(values(body, "id"));
  }

  private static List<String> values(JsonNode body, String field) {
    return body.path("messages")
        .valueStream()
        .flatMap(message -> message.path("content").valueStream())
        .filter(block -> block.has(field))
        .map(block -> block.path(field).asString())
        .toList();
  }

  @Test
  void changedTextReplacesTheLastTextOfTheResponse() {
    String part =
        "{\"messages_content\":[{\"type\":\"text\",\"length\":1},{\"type\":\"x\"},"
            + "{\"type\":\"text\",\"length\":1}],\"text_hash\":\"%s\"}";

    assertThat(repeated(part.formatted(ReplayedBlocks.hash("AB")), "AB"))
        .isEqualTo(
            "[{\"type\":\"text\",\"text\":\"A\"},{\"type\":\"x\"},{\"type\":\"text\",\"text\":\"B\"}]");
    assertThat(repeated(part.formatted("other"), "AB"))
        .isEqualTo("[{\"type\":\"x\"},{\"type\":\"text\",\"text\":\"AB\"}]");
    assertThat(repeated("{\"messages_content\":[{\"type\":\"x\"}]}", "AB"))
        .isEqualTo("[{\"type\":\"x\"},{\"type\":\"text\",\"text\":\"AB\"}]");
    assertThat(repeated("{}", "AB")).isEqualTo("[{\"type\":\"text\",\"text\":\"AB\"}]");
  }

  @Test
  void aPausedResponseStaysTheLastTurn() {
    String part = "{\"messages_content\":[{\"type\":\"server_tool_use\",\"id\":\"s\"}]}";
    var paused = new Message(Role.ASSISTANT, List.of(new Content.Opaque("anthropic", part)));

    assertThat(messages(Message.user("A"), paused))
        .endsWith(
            "{\"role\":\"assistant\",\"content\":[{\"type\":\"server_tool_use\",\"id\":\"s\"}]}]");
  }

  @Test
  void blocksOfAnotherModelOrProviderAreLeftOut() {
    for (Content.Opaque foreign :
        List.of(
            new Content.Opaque("openai", "claude-opus-5-5", "{\"messages_content\":[{}]}"),
            new Content.Opaque("anthropic", "claude-opus-5", "{\"messages_content\":[{}]}"))) {
      var answer = new Message(Role.ASSISTANT, List.of(foreign, new Content.Text("A")));

      assertThat(messages(Message.user("U"), answer))
          .endsWith("{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"A\"}]}]");
    }
  }

  @Test
  void thinkingWithoutItsCallIsLeftOut() {
    String part =
        "{\"messages_content\":[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"s\"},"
            + "{\"type\":\"tool_use\",\"id\":\"1\"}]}";
    var answer = new Message(Role.ASSISTANT, List.of(new Content.Opaque("anthropic", part)));

    assertThat(roles(body(DEFAULTS, Message.user("A"), answer, Message.user("B"))))
        .containsExactly("user");
  }

  @Test
  void toolsAndAdditionalParametersAreCombined() {
    ModelRequest request =
        request(Message.user("A"))
            .withTools(List.of(new ToolSpec("f", "Does it", "{\"type\":\"object\"}")))
            .withSampling(
                Sampling.defaults()
                    .withExtra(
                        "tools", "[{\"type\":\"web_search_20260209\",\"name\":\"web_search\"}]")
                    .withExtra("top_k", "4")
                    .withExtra("output_config", "{\"effort\":\"max\"}")
                    .withReasoningEffort("low"))
            .withOutput(
                new OutputFormat(ResponseMode.JSON_SCHEMA, "O", "", "{\"type\":\"object\"}"));

    JsonNode body = body(DEFAULTS.withParallelToolCalls(false), request);

    assertThat(body.path("tools").toString())
        .isEqualTo(
            """
            [{"name":"f","description":"Does it","input_schema":{"type":"object"}},\
            {"type":"web_search_20260209","name":"web_search"}]\
            """);
    assertThat(body.path("tool_choice").toString())
        .isEqualTo("{\"type\":\"auto\",\"disable_parallel_tool_use\":true}");
    ModelRequest additional =
        request(Message.user("A"))
            .withSampling(Sampling.defaults().withExtra("tools", "[{\"name\":\"memory\"}]"));
    assertThat(body(DEFAULTS.withParallelToolCalls(false), additional).path("tool_choice"))
        .isEqualTo(MAPPER.readTree("{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"));
    assertThat(body.path("output_config").toString())
        .isEqualTo(
            """
            {"format":{"type":"json_schema","schema":{"type":"object",\
            "additionalProperties":false}},"effort":"max"}\
            """);
    assertThat(body.path("top_k").asInt()).isEqualTo(4);
  }

  @Test
  void conflictsOfParametersAreErrors() {
    var schema = new OutputFormat(ResponseMode.JSON_SCHEMA, "O", "", "{\"type\":\"object\"}");
    Sampling extra = Sampling.defaults().withExtra("output_config", "{\"format\":{}}");
    assertRefused(
        request(Message.user("A")).withOutput(schema).withSampling(extra),
        DEFAULTS,
        "Sampling.extra 'output_config': expected no \"format\", since the request has the format"
            + " of the output 'O', found {\"format\":{}}\nRemove it, or set another ResponseMode.");
    assertRefused(
        request(Message.user("A")).withOutput(schema.withMode(ResponseMode.JSON_OBJECT)),
        DEFAULTS,
        "Model 'claude-opus-5-5' does not accept the response mode JSON_OBJECT.\nUse JSON_SCHEMA"
            + " or PROMPTED_JSON.");
    assertRefused(
        request(Message.user("A")).withSampling(Sampling.defaults().withTemperature(1.5)),
        DEFAULTS,
        "Model 'claude-opus-5-5' does not accept a temperature of 1.5.\nThe highest one is 1.");
    assertRefused(
        request(Message.user("A")).withSampling(Sampling.defaults().withStop("END", "\n")),
        DEFAULTS,
        "Model 'claude-opus-5-5' does not accept a blank text at which it stops.\nChange"
            + " Sampling.withStop.");
    assertRefused(
        request(Message.user("A")).withSampling(Sampling.defaults().withMaxTokens(2_000)),
        DEFAULTS.withThinkingBudget(2_000),
        "Model 'claude-opus-5-5' does not accept a thinking budget of 2000 in 2000 tokens.\nRaise"
            + " Sampling.withMaxTokens, or lower the budget.");
    assertRefused(
        request(Message.user("A")).withSampling(Sampling.defaults().withTopP(0.5)),
        DEFAULTS.withThinkingBudget(2_000),
        "Model 'claude-opus-5-5' does not accept a temperature or topP with a thinking budget.\nSet"
            + " only one of them.");
    assertRefused(
        request(Message.user("A")).withSampling(Sampling.defaults().withReasoningEffort("max")),
        DEFAULTS.withThinking(AnthropicOptions.ThinkingMode.DISABLED),
        "Model 'claude-opus-5-5' does not accept the reasoning effort 'max' with the thinking mode"
            + " DISABLED.\nChoose an effort up to 'high', or another mode.");
  }

  @Test
  void theMaximumLengthIsThatOfTheRequestOrOfTheCatalog() {
    assertThat(maxTokens("claude-opus-5-5", Sampling.defaults())).isEqualTo(32_000);
    assertThat(maxTokens("claude-3-haiku-20240307", Sampling.defaults())).isEqualTo(4_096);
    assertThat(maxTokens("claude-3-5-haiku-latest", Sampling.defaults())).isEqualTo(4_096);
    assertThat(maxTokens("claude-9", Sampling.defaults())).isEqualTo(32_000);
    assertThat(maxTokens("claude-9", Sampling.defaults().withMaxTokens(7))).isEqualTo(7);
  }

  private static int maxTokens(String model, Sampling sampling) {
    return body(DEFAULTS, ModelRequest.of(model, List.of()).withSampling(sampling))
        .path("max_tokens")
        .asInt();
  }

  private static void assertRefused(ModelRequest request, AnthropicOptions options, String text) {
    assertThatThrownBy(() -> body(options, request))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(text);
  }

  private static Message call(String id) {
    return new Message(Role.ASSISTANT, List.of(new Content.ToolCall(id, "f", "{}")));
  }

  private static String repeated(String part, String text) {
    var answer =
        new Message(
            Role.ASSISTANT, List.of(new Content.Opaque("anthropic", part), new Content.Text(text)));
    return body(DEFAULTS, Message.user("U"), answer).at("/messages/1/content").toString();
  }

  private static List<String> roles(JsonNode body) {
    return body.path("messages").valueStream().map(m -> m.path("role").asString()).toList();
  }

  private static List<String> marked(JsonNode body) {
    return Stream.concat(
            body.path("system").valueStream(),
            body.path("messages").valueStream().flatMap(m -> m.path("content").valueStream()))
        .filter(block -> block.has("cache_control"))
        .map(block -> block.path("text").asString())
        .toList();
  }

  private static String messages(Message... messages) {
    return body(DEFAULTS, messages).path("messages").toString();
  }

  private static ModelRequest request(Message... messages) {
    ModelRequest request = ModelRequest.of("claude-opus-5-5", List.of(messages));
    assertThat(request.rules()).isEqualTo(ParameterRules.STANDARD);
    return request;
  }

  private static JsonNode body(AnthropicOptions options, Message... messages) {
    return body(options, request(messages));
  }

  private static JsonNode body(AnthropicOptions options, ModelRequest request) {
    return MAPPER.readTree(MessagesRequestWriter.of(request, options));
  }
}
