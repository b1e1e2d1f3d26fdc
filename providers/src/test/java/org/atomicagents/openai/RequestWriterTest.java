package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.atomicagents.http.ApiKey;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.junit.jupiter.api.Test;

/** Tests of request bodies, which are compared byte by byte. */
class RequestWriterTest {
  private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{}}";
  private static final List<Message> HELLO =
      List.of(Message.system("Be brief."), Message.user("Grüß \"Gott\"\n"));
  private static final String HELLO_JSON =
      "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
          + "{\"role\":\"user\",\"content\":\"Grüß \\\"Gott\\\"\\n\"}]";
  private static final Sampling SAMPLED =
      Sampling.defaults()
          .withTemperature(0.2)
          .withTopP(0.9)
          .withMaxTokens(100)
          .withStop("END", "\n")
          .withSeed(7)
          .withReasoningEffort("low");

  @Test
  void omitsEverythingOptional() {
    assertThat(body(ModelRequest.of("m", HELLO))).isEqualTo("{\"model\":\"m\"," + HELLO_JSON + "}");
  }

  @Test
  void writesSamplingUnderStandardNames() {
    assertThat(body(ModelRequest.of("m", List.of()).withSampling(SAMPLED)))
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":[],\"temperature\":0.2,\"top_p\":0.9,"
                + "\"max_tokens\":100,\"stop\":[\"END\",\"\\n\"],\"seed\":7,"
                + "\"reasoning_effort\":\"low\"}");
  }

  @Test
  void appliesTheRulesOfOpenAisReasoningModels() {
    assertThat(bodyFor(Provider.OPENAI, "gpt-5-mini"))
        .isEqualTo(
            "{\"model\":\"gpt-5-mini\",\"messages\":[{\"role\":\"developer\",\"content\":\"S\"}],"
                + "\"max_completion_tokens\":100,\"seed\":7,\"reasoning_effort\":\"low\"}");
  }

  @Test
  void appliesTheRulesOfEarlyReasoningModels() {
    assertThat(bodyFor(Provider.OPENAI, "o1-mini"))
        .isEqualTo(
            "{\"model\":\"o1-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"S\"}],"
                + "\"max_completion_tokens\":100,\"seed\":7}");
  }

  @Test
  void appliesTheRulesOfOpenAisOtherModels() {
    assertThat(bodyFor(Provider.OPENAI, "gpt-4o"))
        .isEqualTo(
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"system\",\"content\":\"S\"}],"
                + "\"temperature\":0.2,\"top_p\":0.9,\"max_completion_tokens\":100,"
                + "\"stop\":[\"END\",\"\\n\"],\"seed\":7}");
  }

  @Test
  void appliesTheRulesOfMistral() {
    assertThat(bodyFor(Provider.MISTRAL, "mistral-small-latest"))
        .isEqualTo(
            "{\"model\":\"mistral-small-latest\",\"messages\":[{\"role\":\"system\",\"content\":\"S\"}],"
                + "\"temperature\":0.2,\"top_p\":0.9,\"max_tokens\":100,"
                + "\"stop\":[\"END\",\"\\n\"],\"random_seed\":7}");
  }

  @Test
  void keepsTheStandardNamesForOtherProviders() {
    for (Provider provider :
        List.of(
            Provider.GROQ,
            Provider.DEEPSEEK,
            Provider.OPENROUTER,
            Provider.OLLAMA,
            Provider.LLAMA_CPP)) {
      assertThat(bodyFor(provider, "m"))
          .as(provider.id())
          .isEqualTo(
              "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"S\"}],"
                  + "\"temperature\":0.2,\"top_p\":0.9,\"max_tokens\":100,"
                  + "\"stop\":[\"END\",\"\\n\"],\"seed\":7,\"reasoning_effort\":\"low\"}");
    }
  }

  @Test
  void requestsTheUsageOfAStream() {
    assertThat(body(ModelRequest.of("m", List.of()).withStream(true)))
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":[],\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true}}");
  }

  @Test
  void doesNotRequestTheUsageOfMistralsStreams() {
    Model mistral = model(Provider.MISTRAL, "m");

    assertThat(body(ModelRequest.of("m", List.of()).withModel(mistral).withStream(true)))
        .isEqualTo("{\"model\":\"m\",\"messages\":[],\"stream\":true}");
  }

  @Test
  void extraParametersOverrideStandardOnes() {
    Sampling sampling =
        SAMPLED
            .withExtra("temperature", "1")
            .withExtra("max_completion_tokens", "5")
            .withExtra("top_k", "40")
            .withExtra("stream_options", "null")
            .withExtra("response_format", "{\"type\":\"text\"}");
    ModelRequest request =
        ModelRequest.of("gpt-5", List.of())
            .withModel(model(Provider.OPENAI, "gpt-5"))
            .withSampling(sampling)
            .withOutput(output(ResponseMode.JSON_OBJECT))
            .withStream(true);

    assertThat(body(request.withMessages(List.of())))
        .isEqualTo(
            "{\"model\":\"gpt-5\",\"messages\":[{\"role\":\"developer\",\"content\":\"Respond with"
                + " one JSON object that matches this JSON Schema, and no other text:\\n"
                + "{\\\"type\\\":\\\"object\\\",\\\"properties\\\":{}}\"}],\"seed\":7,"
                + "\"reasoning_effort\":\"low\",\"stream\":true,\"temperature\":1,"
                + "\"max_completion_tokens\":5,\"top_k\":40,\"stream_options\":null,"
                + "\"response_format\":{\"type\":\"text\"}}");
  }

  @Test
  void addsToolsToThoseOfTheRequest() {
    String search = "{\"type\":\"openrouter:web_search\"}";
    Sampling sampling = Sampling.defaults().withExtra("tools", "[" + search + "]");

    assertThat(afterMessages(request(ResponseMode.TOOL_CALL).withSampling(sampling)))
        .isEqualTo(
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"Place\","
                + "\"description\":\"A place\",\"parameters\":"
                + SCHEMA
                + "}},"
                + search
                + "],\"tool_choice\":\"required\"}");
    assertThat(body(ModelRequest.of("m", List.of()).withSampling(sampling)))
        .isEqualTo("{\"model\":\"m\",\"messages\":[],\"tools\":[" + search + "]}");
  }

  @Test
  void forcesACallOfTheOutputFunction() {
    assertThat(afterMessages(request(ResponseMode.TOOL_CALL)))
        .isEqualTo(
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"Place\","
                + "\"description\":\"A place\",\"parameters\":"
                + SCHEMA
                + "}}],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"Place\"}}}");
  }

  @Test
  void forcesAnyCallIfTheFunctionCannotBeNamed() {
    ModelRequest request =
        request(ResponseMode.TOOL_CALL).withModel(model(Provider.LLAMA_CPP, "m"));

    assertThat(afterMessages(request)).endsWith("}}],\"tool_choice\":\"required\"}");
  }

  @Test
  void doesNotForceACallIfTheProviderRefusesIt() {
    ModelRequest request = request(ResponseMode.TOOL_CALL).withModel(model(Provider.DEEPSEEK, "m"));

    assertThat(afterMessages(request)).endsWith("\"parameters\":" + SCHEMA + "}}]}");
  }

  @Test
  void forcesACallOfAToolOrTheOutputFunction() {
    ModelRequest request =
        request(ResponseMode.TOOL_CALL)
            .withTools(List.of(new ToolSpec("search", "Searches", SCHEMA)));

    assertThat(afterMessages(request))
        .isEqualTo(
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"search\","
                + "\"description\":\"Searches\",\"parameters\":"
                + SCHEMA
                + "}},{\"type\":\"function\",\"function\":{\"name\":\"Place\","
                + "\"description\":\"A place\",\"parameters\":"
                + SCHEMA
                + "}}],\"tool_choice\":\"required\"}");
  }

  @Test
  void sendsToolsTogetherWithASchema() {
    ModelRequest request =
        request(ResponseMode.JSON_SCHEMA).withTools(List.of(new ToolSpec("search", "", SCHEMA)));

    assertThat(afterMessages(request))
        .isEqualTo(
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"search\",\"parameters\":"
                + SCHEMA
                + "}}],\"tool_choice\":\"auto\",\"response_format\":{\"type\":\"json_schema\","
                + "\"json_schema\":{\"name\":\"Place\",\"description\":\"A place\","
                + "\"strict\":false,\"schema\":"
                + SCHEMA
                + "}}}");
  }

  @Test
  void sendsTheStrictSchemaIfThereIsOne() {
    String strict = "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
    OutputFormat format = output(ResponseMode.JSON_SCHEMA).withStrictSchema(strict);
    ModelRequest request = request(ResponseMode.JSON_SCHEMA);

    assertThat(afterMessages(request.withOutput(format)))
        .isEqualTo(
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"Place\","
                + "\"description\":\"A place\",\"strict\":true,\"schema\":"
                + strict
                + "}}}");
    assertThat(afterMessages(request.withOutput(format.withMode(ResponseMode.TOOL_CALL))))
        .contains("\"parameters\":" + SCHEMA)
        .doesNotContain("strict");
  }

  @Test
  void addsTheSchemaToThePromptInJsonObjectMode() {
    assertThat(body(request(ResponseMode.JSON_OBJECT)))
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be"
                + " brief.\\n\\nRespond with one JSON object that matches this JSON Schema, and no"
                + " other text:\\n"
                + "{\\\"type\\\":\\\"object\\\",\\\"properties\\\":{}}\"},{\"role\":\"user\",\"content\":\"Grüß"
                + " \\\"Gott\\\"\\n\"}],\"response_format\":{\"type\":\"json_object\"}}");
  }

  @Test
  void addsTheSchemaToThePromptInPromptedMode() {
    assertThat(body(request(ResponseMode.PROMPTED_JSON)))
        .contains("\\n\\nRespond with one JSON object")
        .doesNotContain("response_format")
        .doesNotContain("tools");
  }

  @Test
  void writesToolCallsAndTheirResults() {
    Message call =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Content.ToolCall("c1", "add", "{\"a\":1}"),
                new Content.ToolCall("c2", "add", "{broken")));
    Message results =
        new Message(
            Role.TOOL,
            List.of(
                new Content.ToolResult("c1", "add", "2"),
                new Content.ToolResult("c2", "add", "malformed")));

    assertThat(messages(call, results))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"add\",\"arguments\":"
                + "\"{\\\"a\\\":1}\"}},{\"id\":\"c2\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"add\",\"arguments\":\"{broken\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"2\"},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"c2\",\"content\":\"malformed\"}]");
  }

  @Test
  void sendsToolTextWithoutACallAsAMessageOfTheUser() {
    assertThat(messages(Message.of(Role.TOOL, "42")))
        .isEqualTo("[{\"role\":\"user\",\"content\":\"42\"}]");
  }

  @Test
  void replaysOpaquePartsToTheirModelOnly() {
    Message thought =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Content.Opaque("test", "m", "{\"reasoning_details\":[{\"text\":\"hm\"}]}"),
                new Content.Opaque("other", "m", "{\"secret\":1}"),
                new Content.Opaque("test", "n", "{\"secret\":2}"),
                new Content.Text("Done."),
                new Content.ToolCall("c1", "add", "{}"),
                new Content.ToolCall("c2", "add", "{}"),
                new Content.Opaque(
                    "test", "{\"tool_call\":{\"index\":1,\"extra_content\":{\"s\":\"x\"}}}")));

    assertThat(messages(thought))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"content\":\"Done.\",\"tool_calls\":[{\"id\":\"c1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"add\",\"arguments\":\"{}\"}},"
                + "{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"add\","
                + "\"arguments\":\"{}\"},\"extra_content\":{\"s\":\"x\"}}],"
                + "\"reasoning_details\":[{\"text\":\"hm\"}]}]");
  }

  @Test
  void escapesAnUnpairedSurrogate() {
    assertThat(messages(Message.user("a\uD83D😀")))
        .isEqualTo("[{\"role\":\"user\",\"content\":\"a\\uD83D😀\"}]");
  }

  private static ModelRequest request(ResponseMode mode) {
    return ModelRequest.of("m", HELLO).withOutput(output(mode));
  }

  private static OutputFormat output(ResponseMode mode) {
    return new OutputFormat(mode, "Place", "A place", SCHEMA);
  }

  private static Model model(Provider provider, String name) {
    return OpenAi.of(provider, ApiKey.of("key")).model(name);
  }

  private static String bodyFor(Provider provider, String model) {
    return body(
        ModelRequest.of(model, List.of(Message.system("S")))
            .withModel(model(provider, model))
            .withSampling(SAMPLED));
  }

  private static String messages(Message... messages) {
    String body = body(ModelRequest.of("m", List.of(messages)));
    return body.substring("{\"model\":\"m\",\"messages\":".length(), body.length() - 1);
  }

  private static String afterMessages(ModelRequest request) {
    String body = body(request);
    assertThat(body).startsWith("{\"model\":\"m\"," + HELLO_JSON + ",");
    return body.substring(("{\"model\":\"m\"," + HELLO_JSON + ",").length());
  }

  private static String body(ModelRequest request) {
    return new String(RequestWriter.of(request, "test"), StandardCharsets.UTF_8);
  }
}
