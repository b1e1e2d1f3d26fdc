package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.gemini.GeminiOptions.BlockThreshold;
import org.atomicagents.gemini.GeminiOptions.HarmCategory;
import org.atomicagents.gemini.GeminiOptions.MediaResolution;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Role;
import org.atomicagents.message.Video;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.Timings;
import org.atomicagents.model.ToolSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of request bodies of the Gemini API, which are compared byte by byte, and checked by {@link
 * GeminiRequestChecker}.
 */
class GeminiRequestTest {
  private static final String NEWEST = "gemini-3.8-flash";
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}";
  private static final List<Message> HELLO =
      List.of(Message.system("Be brief."), Message.user("Grüß \"Gott\"\n"));
  private static final String HELLO_JSON =
      "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Grüß \\\"Gott\\\"\\n\"}]}]";
  private static final String SYSTEM_JSON =
      "\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},";
  private static final GeminiOptions DEFAULTS = GeminiOptions.ofDefaults();
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};

  @TempDir private Path folder;

  @Test
  void systemMessagesAreSystemInstructions() {
    assertThat(body(NEWEST, ModelRequest.of("", HELLO)))
        .isEqualTo("{" + SYSTEM_JSON + HELLO_JSON + "}");
  }

  @Test
  void systemMessagesOfModelsWithoutInstructionsPrecedeTheUser() {
    assertThat(body("gemma-3-27b-it", ModelRequest.of("", HELLO)))
        .isEqualTo(
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Be brief.\"},"
                + "{\"text\":\"Grüß \\\"Gott\\\"\\n\"}]}]}");
  }

  @Test
  void consecutiveMessagesOfARoleAreOneContent() {
    List<Message> messages =
        List.of(
            Message.user("a"),
            Message.user("b"),
            Message.assistant("c"),
            Message.assistant("d"),
            Message.user("e"));

    assertThat(body(NEWEST, ModelRequest.of("", messages)))
        .isEqualTo(
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"},{\"text\":\"b\"}]},"
                + "{\"role\":\"model\",\"parts\":[{\"text\":\"c\"},{\"text\":\"d\"}]},"
                + "{\"role\":\"user\",\"parts\":[{\"text\":\"e\"}]}]}");
  }

  @Test
  void aSchemaIsSentInTheSubsetOfGoogle() {
    String schema =
        """
        {"type":"object","properties":{"code":{"type":"string","pattern":"[A-Z]+","description":"A code."}},\
        "required":["code"],"additionalProperties":false}\
        """;
    var format = new OutputFormat(ResponseMode.JSON_SCHEMA, "Answer", "An answer.", schema);

    assertThat(body(NEWEST, ModelRequest.of("", HELLO).withOutput(format)))
        .endsWith(
            ",\"generationConfig\":{\"responseMimeType\":\"application/json\",\"responseJsonSchema\":"
                + "{\"type\":\"object\",\"properties\":{\"code\":{\"type\":\"string\",\"description\":\"A"
                + " code. (pattern: [A-Z]+)\"}},\"required\":[\"code\"],"
                + "\"additionalProperties\":false}}}");
  }

  @Test
  void aRecursiveSchemaHasNoCycleOfRequiredProperties() {
    String schema =
        """
        {"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#"}}},"required":["children"]}\
        """;
    var format = new OutputFormat(ResponseMode.JSON_SCHEMA, "Tree", "", schema);

    assertThat(body(NEWEST, ModelRequest.of("", HELLO).withOutput(format)))
        .contains("\"items\":{\"$ref\":\"#\"},\"description\":\"required\"}}}}}");
  }

  @Test
  void anOutputByCallIsForced() {
    var format = new OutputFormat(ResponseMode.TOOL_CALL, "Answer", "An answer.", SCHEMA);

    assertThat(body(NEWEST, ModelRequest.of("", HELLO).withOutput(format)))
        .endsWith(
            ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"Answer\",\"description\":\"An"
                + " answer.\",\"parametersJsonSchema\":"
                + SCHEMA
                + "}]}],\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ANY\","
                + "\"allowedFunctionNames\":[\"Answer\"]}}}");
  }

  @Test
  void toolsAreCalledInTheModeOfTheOutput() {
    ModelRequest request =
        ModelRequest.of("", HELLO).withTools(List.of(new ToolSpec("search", "", SCHEMA)));
    var byCall = new OutputFormat(ResponseMode.TOOL_CALL, "Answer", "", SCHEMA);

    assertThat(body(NEWEST, request)).contains("{\"mode\":\"VALIDATED\"}");
    assertThat(body("gemini-2.0-flash", request)).contains("{\"mode\":\"AUTO\"}");
    assertThat(body(NEWEST, request.withOutput(byCall))).contains("{\"mode\":\"ANY\"}");
    assertThat(body(NEWEST, request.withOutput(byCall.withMode(ResponseMode.JSON_SCHEMA))))
        .contains("{\"mode\":\"AUTO\"}");
  }

  @Test
  void modelsBeforeGemini3AcceptNoToolsInARequestForJson() {
    ModelRequest request =
        ModelRequest.of("", HELLO)
            .withTools(List.of(new ToolSpec("search", "", SCHEMA)))
            .withOutput(new OutputFormat(ResponseMode.JSON_OBJECT, "Answer", "", SCHEMA));

    assertThatThrownBy(() -> body("gemini-2.5-flash", request))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Model 'gemini-2.5-flash' does not accept tools in the response mode JSON_OBJECT.\n"
                + "Use TOOL_CALL, or Gemini 3 or later.");
  }

  @Test
  void aPromptedOutputHasNoFormat() {
    var format = new OutputFormat(ResponseMode.PROMPTED_JSON, "Answer", "", SCHEMA);

    assertThat(body(NEWEST, ModelRequest.of("", HELLO).withOutput(format)))
        .doesNotContain("generationConfig")
        .contains("JSON Schema");
    assertThat(
            body(
                NEWEST,
                ModelRequest.of("", HELLO).withOutput(format.withMode(ResponseMode.JSON_OBJECT))))
        .endsWith("\"generationConfig\":{\"responseMimeType\":\"application/json\"}}");
  }

  @Test
  void writesSampling() {
    Sampling sampling =
        Sampling.defaults()
            .withTemperature(0.2)
            .withTopP(0.9)
            .withMaxTokens(100)
            .withStop("END", "\n\n")
            .withSeed(7);

    assertThat(body("gemini-3.5-flash", ModelRequest.of("", HELLO).withSampling(sampling)))
        .endsWith(
            ",\"generationConfig\":{\"temperature\":0.2,\"topP\":0.9,\"maxOutputTokens\":100,"
                + "\"stopSequences\":[\"END\",\"\\n\\n\"],\"seed\":7}}");
    assertThatThrownBy(() ->
            body(
                NEWEST, ModelRequest.of("", HELLO).withSampling(sampling.withSeed(5_000_000_000L))))
        .hasMessage(
            "Model 'gemini-3.8-flash' does not accept the seed 5000000000: expected -2147483648 to"
                + " 2147483647.\nChange Sampling.withSeed.");
  }

  @Test
  void samplingParametersThatTheFamilyRefusesAreReportedAndLeftOut() {
    var events = new ArrayList<AgentEvent>();
    Sampling sampling = Sampling.defaults().withTemperature(0.2).withTopP(0.9).withMaxTokens(100);

    assertThat(body(NEWEST, ModelRequest.of("", HELLO).withSampling(sampling), DEFAULTS, events))
        .endsWith(",\"generationConfig\":{\"maxOutputTokens\":100}}");
    assertThat(events)
        .containsExactly(
            new AgentEvent.ParametersAdjusted(
                "test", NEWEST, List.of("temperature", "top_p"), Map.of()));
  }

  @Test
  void theEffortIsALevelOrABudgetOfTheFamily() {
    assertThat(thinking(NEWEST, "low")).isEqualTo("{\"thinkingLevel\":\"LOW\"}");
    assertThat(thinking("gemini-3.6-flash", "minimal"))
        .isEqualTo("{\"thinkingLevel\":\"MINIMAL\"}");
    assertThat(thinking("gemini-4-argon", "high")).isEqualTo("{\"thinkingLevel\":\"HIGH\"}");
    assertThat(thinking("gemini-2.5-pro", "low")).isEqualTo("{\"thinkingBudget\":1024}");
    assertThat(thinking("gemini-2.5-flash", "none")).isEqualTo("{\"thinkingBudget\":0}");
    assertThat(thinking("gemini-2.5-flash-lite", "medium")).isEqualTo("{\"thinkingBudget\":8192}");
    assertThat(thinking("gemini-2.5-flash", "high")).isEqualTo("{\"thinkingBudget\":24576}");
  }

  @Test
  void anEffortThatTheFamilyDoesNotKnowIsAnError() {
    for (String model : List.of(NEWEST, "gemini-3.7-flash", "gemini-4-argon")) {
      assertThatThrownBy(() -> thinking(model, "minimal"))
          .hasMessageContaining("expected one of [low, medium, high]");
    }
    assertThatThrownBy(() -> thinking("gemini-3-pro-preview", "medium"))
        .hasMessageContaining("expected one of [low, high]");
    assertThatThrownBy(() -> thinking("gemini-2.5-pro", "none"))
        .hasMessageContaining("expected one of [minimal, low, medium, high]");
  }

  @Test
  void writesAllOptions() {
    GeminiOptions options =
        DEFAULTS
            .withThoughts(true)
            .withSafety(HarmCategory.HATE_SPEECH, BlockThreshold.BLOCK_ONLY_HIGH)
            .withSafety(HarmCategory.HARASSMENT, BlockThreshold.OFF)
            .withServiceTier("flex")
            .withMediaResolution(MediaResolution.LOW);
    ModelRequest request =
        ModelRequest.of("", HELLO).withSampling(Sampling.defaults().withReasoningEffort("low"));

    assertThat(body(NEWEST, request, options, new ArrayList<>()))
        .endsWith(
            ",\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"},"
                + "{\"category\":\"HARM_CATEGORY_HATE_SPEECH\",\"threshold\":\"BLOCK_ONLY_HIGH\"}],"
                + "\"serviceTier\":\"flex\",\"generationConfig\":{\"thinkingConfig\":"
                + "{\"thinkingLevel\":\"LOW\",\"includeThoughts\":true},"
                + "\"mediaResolution\":\"MEDIA_RESOLUTION_LOW\"}}");
  }

  @Test
  void cachedContentPrecedesTheSystemMessageOfTheUser() {
    GeminiOptions options = DEFAULTS.withCachedContent("abc");

    assertThat(body(NEWEST, ModelRequest.of("", HELLO), options, new ArrayList<>()))
        .isEqualTo(
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Be brief.\"},{\"text\":\"Grüß"
                + " \\\"Gott\\\"\\n\"}]}],\"cachedContent\":\"cachedContents/abc\"}");
    var format = new OutputFormat(ResponseMode.TOOL_CALL, "Answer", "", SCHEMA);
    assertThatThrownBy(() ->
            body(NEWEST, ModelRequest.of("", HELLO).withOutput(format), options, new ArrayList<>()))
        .hasMessage(
            "Model 'gemini-3.8-flash' can't be sent functions with the cached content"
                + " 'cachedContents/abc', which contains the tools.\n"
                + "Use another ResponseMode than TOOL_CALL, or no cached content.");
  }

  @Test
  void additionalParametersAreCombinedWithThoseOfTheRequest() {
    Sampling sampling =
        Sampling.defaults()
            .withMaxTokens(10)
            .withExtra("generationConfig", "{\"topK\":40,\"maxOutputTokens\":20}")
            .withExtra("tools", "[{\"googleSearch\":{}}]")
            .withExtra("toolConfig", "{\"includeServerSideToolInvocations\":true}")
            .withExtra("serviceTier", "\"priority\"");
    ModelRequest request =
        ModelRequest.of("gemini-3-flash-preview", HELLO)
            .withTools(List.of(new ToolSpec("search", "", SCHEMA)))
            .withSampling(sampling);

    assertThat(new String(GenerateContentWriter.of(request, DEFAULTS), StandardCharsets.UTF_8))
        .endsWith(
            ",\"tools\":[{\"functionDeclarations\":[{\"name\":\"search\",\"parametersJsonSchema\":"
                + SCHEMA
                + "}]},{\"googleSearch\":{}}],\"toolConfig\":{\"functionCallingConfig\":"
                + "{\"mode\":\"VALIDATED\"},\"includeServerSideToolInvocations\":true},"
                + "\"generationConfig\":{\"maxOutputTokens\":20,\"topK\":40},"
                + "\"serviceTier\":\"priority\"}");
  }

  @Test
  void additionalThinkingIsCombinedWithTheEffort() {
    Sampling sampling =
        Sampling.defaults()
            .withReasoningEffort("low")
            .withExtra("generationConfig", "{\"thinkingConfig\":{\"includeThoughts\":true}}");

    assertThat(body(NEWEST, ModelRequest.of("", HELLO).withSampling(sampling)))
        .endsWith("{\"thinkingConfig\":{\"thinkingLevel\":\"LOW\",\"includeThoughts\":true}}}");
  }

  @Test
  void mediaInOtherMessagesThanThoseOfTheUserAreErrors() {
    var image = Image.of(URI.create("https://example.org/a.png"));
    for (Role role : List.of(Role.SYSTEM, Role.ASSISTANT)) {
      List<Message> messages =
          List.of(Message.user("A"), new Message(role, List.of(image)), Message.user("B"));
      assertThatThrownBy(() -> body(NEWEST, ModelRequest.of("", messages)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "Model 'gemini-3.8-flash' can't be sent part 1 of message 2 (Image): only messages of"
                  + " the user contain media.");
    }
  }

  @Test
  void anAdditionalFormatBesideThatOfTheOutputIsAnError() {
    ModelRequest request =
        ModelRequest.of("", HELLO)
            .withOutput(new OutputFormat(ResponseMode.JSON_SCHEMA, "Answer", "", SCHEMA))
            .withSampling(
                Sampling.defaults()
                    .withExtra("generationConfig", "{\"responseMimeType\":\"text/x.enum\"}"));

    assertThatThrownBy(() -> body(NEWEST, request))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected no \"responseMimeType\"");
  }

  @Test
  void aRequestThatGoogleRefusesIsAnErrorBeforeItIsSent() {
    assertThatThrownBy(() -> body(NEWEST, ModelRequest.of("", List.of(Message.system("x")))))
        .hasMessage(
            "Model 'gemini-3.8-flash' can't be sent a request of system messages only.\n"
                + "Add a message of the user.");
    List<Message> prefilled = List.of(Message.user("a"), Message.assistant("b"));
    assertThatThrownBy(() -> body(NEWEST, ModelRequest.of("", prefilled)))
        .hasMessage(
            "Model 'gemini-3.8-flash' does not accept a response as the last message.\n"
                + "Add a message of the user.");
    assertThat(body("gemini-3.5-flash", ModelRequest.of("", prefilled))).contains("\"b\"");
  }

  @Test
  void filesAndBytesAreSentInline() throws Exception {
    Path file = Files.write(folder.resolve("picture.png"), PNG);

    assertThat(media(Image.of(PNG)))
        .isEqualTo("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw0KGgoAAA==\"}}");
    assertThat(media(Image.of(file))).isEqualTo(media(Image.of(PNG)));
    assertThat(media(Audio.of("RIFF    WAVEfmt ".getBytes(StandardCharsets.US_ASCII))))
        .startsWith("{\"inlineData\":{\"mimeType\":\"audio/wav\",");
    assertThat(media(Pdf.of("%PDF-1.7".getBytes(StandardCharsets.US_ASCII))))
        .startsWith("{\"inlineData\":{\"mimeType\":\"application/pdf\",");
  }

  @Test
  void urisAreDownloadedByGoogle() {
    assertThat(media(Image.of(URI.create("gs://bucket/picture"))))
        .isEqualTo("{\"fileData\":{\"fileUri\":\"gs://bucket/picture\"}}");
    assertThat(media(Image.of(URI.create("https://example.com/a.png?size=1"))))
        .startsWith("{\"fileData\":{\"mimeType\":\"image/png\",");
    assertThat(media(Image.of(URI.create("https://example.com/a.pdf"))))
        .startsWith("{\"fileData\":{\"fileUri\"");
    assertThat(media(Pdf.of(URI.create("https://example.com/a.pdf"))))
        .isEqualTo(
            "{\"fileData\":{\"mimeType\":\"application/pdf\",\"fileUri\":\"https://example.com/a.pdf\"}}");
    assertThat(
            media(
                Video.of(URI.create("https://www.youtube.com/watch?v=x"))
                    .withFramesPerSecond(0.5)
                    .withDetail(Media.Detail.LOW)))
        .isEqualTo(
            "{\"fileData\":{\"mimeType\":\"video/mp4\",\"fileUri\":\"https://www.youtube.com/watch?v=x\"},"
                + "\"videoMetadata\":{\"fps\":0.5},"
                + "\"mediaResolution\":{\"level\":\"MEDIA_RESOLUTION_LOW\"}}");
  }

  @Test
  void mediaThatCannotBeSentAreErrors() {
    Video fast = Video.of(URI.create("https://example.com/v")).withFramesPerSecond(25);
    assertThatThrownBy(() -> media(fast))
        .hasMessageContaining("expected up to 24 frames per second, found 25.0.");
    assertThatThrownBy(() -> media(Image.of(URI.create("https://example.com/i")).untrusted()))
        .hasMessageContaining("no media policy has admitted it");
  }

  @Test
  void theDetailOfMediaIsReportedIfTheModelDoesNotAcceptIt() {
    var events = new ArrayList<AgentEvent>();
    Message message = new Message(Role.USER, List.of(Image.of(PNG).withDetail(Media.Detail.HIGH)));
    ModelRequest request = ModelRequest.of("", List.of(message));

    assertThat(body(NEWEST, request, DEFAULTS, events)).contains("MEDIA_RESOLUTION_HIGH");
    assertThat(events).isEmpty();
    assertThat(body("gemini-2.5-flash", request, DEFAULTS, events))
        .doesNotContain("MEDIA_RESOLUTION_HIGH");
    assertThat(events)
        .containsExactly(
            new AgentEvent.ParametersAdjusted(
                "test", "gemini-2.5-flash", List.of("media_resolution"), Map.of()));
  }

  @Test
  void resultsOfCallsAreOneContentWithTheIdsOfTheCalls() {
    var calls =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Content.ToolCall("a", "search", "{\"city\": \"Rome\"}"),
                new Content.ToolCall("b", "search", "{\"city")));
    ModelRequest request =
        ModelRequest.of(
            "",
            List.of(
                Message.user("Weather?"),
                calls,
                Message.toolResult("a", "search", "{\"degrees\":21.50}"),
                Message.toolResult("b", "search", "no {json")));

    assertThat(body(NEWEST, request))
        .contains(
            "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"id\":\"a\",\"name\":\"search\",\"args\":{\"city\":"
                + " \"Rome\"}},\"thoughtSignature\":\"skip_thought_signature_validator\"},"
                + "{\"functionCall\":{\"id\":\"b\",\"name\":\"search\","
                + "\"args\":{\"malformed_arguments\":\"{\\\"city\"}}}]},"
                + "{\"role\":\"user\",\"parts\":["
                + "{\"functionResponse\":{\"id\":\"a\",\"name\":\"search\","
                + "\"response\":{\"output\":{\"degrees\":21.50}}}},"
                + "{\"functionResponse\":{\"id\":\"b\",\"name\":\"search\",\"response\":{\"output\":\"no"
                + " {json\"}}}]}");
    assertThat(body("gemini-2.5-flash", request)).doesNotContain("thoughtSignature");
  }

  @Test
  void aSystemMessageAfterTheLastMessageOfTheUserIsNotLost() {
    List<Message> messages = List.of(Message.user("a"), Message.system("b"));

    assertThat(body("gemma-3-27b-it", ModelRequest.of("", messages)))
        .isEqualTo(
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"},{\"text\":\"b\"}]}]}");
  }

  @Test
  void signaturesKeepTheirPlaceInAnEditedResponse() {
    String opaque =
        """
        {"gemini_parts":[{"text":3},{"text":2,"thoughtSignature":"t"},{"functionCall":"a","thoughtSignature":"u"},\
        {"functionCall":"b"},{"executableCode":{"code":"1"},"thoughtSignature":"v"}]}\
        """;
    var first = new Content.ToolCall("a", "f", "{}");
    var second = new Content.ToolCall("b", "f", "{}");

    assertThat(replayed(opaque, "abcde", first, second))
        .isEqualTo(
            """
            {"text":"abc"},{"text":"de","thoughtSignature":"t"},\
            {"functionCall":{"id":"a","name":"f","args":{}},"thoughtSignature":"u"},\
            {"functionCall":{"id":"b","name":"f","args":{}}},\
            {"executableCode":{"code":"1"},"thoughtSignature":"v"}\
            """);
    assertThat(replayed(opaque, "changed", second))
        .isEqualTo(
            """
            {"text":"changed","thoughtSignature":"t"},\
            {"functionCall":{"id":"b","name":"f","args":{}},"thoughtSignature":"skip_thought_signature_validator"},\
            {"executableCode":{"code":"1"},"thoughtSignature":"v"}\
            """);
    assertThat(replayed("{\"gemini_parts\":[{\"functionCall\":\"a\"}]}", ""))
        .isEqualTo("{\"text\":\"\"}");
    assertThat(replayed("{\"gemini_parts\":[{\"functionCall\":\"a\"}]}", "x"))
        .isEqualTo("{\"text\":\"x\"}");
    assertThat(replayed("{\"responses_output\":[]}", "x")).isEqualTo("{\"text\":\"x\"}");
  }

  /** Returns the parts of a response with an opaque part in a request to the same model. */
  private static String replayed(String opaque, String text, Content.ToolCall... calls) {
    var parts = new ArrayList<Content>();
    parts.add(new Content.Opaque("google", NEWEST, opaque));
    if (!text.isEmpty()) {
      parts.add(new Content.Text(text));
    }
    parts.addAll(List.of(calls));
    var messages = new ArrayList<Message>();
    messages.add(Message.user("a"));
    messages.add(new Message(Role.ASSISTANT, parts));
    for (Content.ToolCall call : calls) {
      messages.add(Message.toolResult(call.id(), call.name(), "1"));
    }
    messages.add(Message.user("b"));
    String body = body(NEWEST, ModelRequest.of("", messages));
    String start = "{\"role\":\"model\",\"parts\":[";
    int begin = body.indexOf(start) + start.length();
    return body.substring(begin, body.indexOf("]},{\"role\":\"user\"", begin));
  }

  private String media(Media media) {
    String body =
        body(NEWEST, ModelRequest.of("", List.of(new Message(Role.USER, List.of(media)))));
    String prefix = "{\"contents\":[{\"role\":\"user\",\"parts\":[";
    assertThat(body).startsWith(prefix).endsWith("]}]}");
    return body.substring(prefix.length(), body.length() - "]}]}".length());
  }

  private static String thinking(String model, String effort) {
    String body =
        body(
            model,
            ModelRequest.of("", HELLO)
                .withSampling(Sampling.defaults().withReasoningEffort(effort)));
    String prefix = "\"generationConfig\":{\"thinkingConfig\":";
    return body.substring(body.indexOf(prefix) + prefix.length(), body.length() - 2);
  }

  private static String body(String model, ModelRequest request) {
    return body(model, request, DEFAULTS, new ArrayList<>());
  }

  /** Returns the body of a request, which is checked by the rules of the documentation. */
  private static String body(
      String name, ModelRequest request, GeminiOptions options, List<AgentEvent> events) {
    try (var client = Gemini.at(URI.create("http://localhost"))) {
      Model model = client.model(name, options);
      var context =
          new RunContext(
              "test",
              Deadline.none(),
              Budget.unlimited(),
              1,
              Listeners.of(events::add),
              new Timings.Recorder(TimeSource.system()));
      ModelRequest checked =
          ((GenerateContentClient) model.client()).check(request.withModel(model), context);
      String body = new String(GenerateContentWriter.of(checked, options), StandardCharsets.UTF_8);
      assertThat(GeminiRequestChecker.violations(name, body)).as(body).isEmpty();
      return body;
    }
  }
}
