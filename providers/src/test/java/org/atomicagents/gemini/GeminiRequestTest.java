package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.gemini.CheckedGeminiRequest.DEFAULTS;
import static org.atomicagents.gemini.CheckedGeminiRequest.NEWEST;
import static org.atomicagents.gemini.CheckedGeminiRequest.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.gemini.GeminiOptions.BlockThreshold;
import org.atomicagents.gemini.GeminiOptions.HarmCategory;
import org.atomicagents.gemini.GeminiOptions.MediaResolution;
import org.atomicagents.message.Message;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.junit.jupiter.api.Test;

/**
 * Tests of request bodies of the Gemini API, which are compared byte by byte, and checked by {@link
 * GeminiRequestChecker}.
 */
class GeminiRequestTest {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}";
  private static final List<Message> HELLO =
      List.of(Message.system("Be brief."), Message.user("Grüß \"Gott\"\n"));
  private static final String HELLO_JSON =
      "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Grüß \\\"Gott\\\"\\n\"}]}]";
  private static final String SYSTEM_JSON =
      "\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]},";

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

  private static String thinking(String model, String effort) {
    String body =
        body(
            model,
            ModelRequest.of("", HELLO)
                .withSampling(Sampling.defaults().withReasoningEffort(effort)));
    String prefix = "\"generationConfig\":{\"thinkingConfig\":";
    return body.substring(body.indexOf(prefix) + prefix.length(), body.length() - 2);
  }
}
