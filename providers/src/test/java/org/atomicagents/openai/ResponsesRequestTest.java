package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Role;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.atomicagents.openai.ResponsesOptions.ReasoningSummary;
import org.atomicagents.openai.ResponsesOptions.Verbosity;
import org.junit.jupiter.api.Test;

/** Tests of request bodies of the Responses API, which are compared byte by byte. */
class ResponsesRequestTest {
  private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{}}";
  private static final List<Message> HELLO =
      List.of(Message.system("Be brief."), Message.user("Grüß \"Gott\"\n"));
  private static final String HELLO_JSON =
      "\"input\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
          + "{\"role\":\"user\",\"content\":\"Grüß \\\"Gott\\\"\\n\"}]";

  @Test
  void storesNothing() {
    assertThat(body(ModelRequest.of("m", HELLO)))
        .isEqualTo("{\"model\":\"m\"," + HELLO_JSON + ",\"store\":false}");
  }

  @Test
  void requestsEncryptedReasoningOfModelsThatReason() {
    assertThat(body(ModelRequest.of("gpt-5.6", HELLO).withModel(model("gpt-5.6"))))
        .contains("{\"role\":\"developer\",\"content\":\"Be brief.\"}")
        .endsWith("\"store\":false,\"include\":[\"reasoning.encrypted_content\"]}");
    assertThat(body(ModelRequest.of("gpt-4o", HELLO).withModel(model("gpt-4o"))))
        .contains("{\"role\":\"system\",\"content\":\"Be brief.\"}")
        .endsWith("\"store\":false}");
  }

  @Test
  void writesSamplingAndEffort() {
    Sampling sampling =
        Sampling.defaults()
            .withTemperature(0.2)
            .withTopP(0.9)
            .withMaxTokens(100)
            .withReasoningEffort("low");

    assertThat(body(ModelRequest.of("m", List.of()).withSampling(sampling)))
        .isEqualTo(
            "{\"model\":\"m\",\"input\":[],\"temperature\":0.2,\"top_p\":0.9,"
                + "\"max_output_tokens\":100,\"reasoning\":{\"effort\":\"low\"},\"store\":false}");
  }

  @Test
  void writesAllOptions() {
    var options =
        ResponsesOptions.ofDefaults()
            .withVerbosity(Verbosity.LOW)
            .withReasoningSummary(ReasoningSummary.AUTO)
            .withServiceTier("flex")
            .withPromptCacheKey("triage")
            .withParallelToolCalls(false)
            .withSafetyIdentifier("u1");
    ModelRequest request =
        ModelRequest.of("m", List.of())
            .withTools(List.of(new ToolSpec("search", "", SCHEMA)))
            .withStream(true);

    assertThat(body(request, options))
        .isEqualTo(
            "{\"model\":\"m\",\"input\":[],\"reasoning\":{\"summary\":\"auto\"},"
                + "\"tools\":[{\"type\":\"function\",\"name\":\"search\",\"parameters\":"
                + SCHEMA
                + ",\"strict\":false}],\"tool_choice\":\"auto\",\"parallel_tool_calls\":false,"
                + "\"service_tier\":\"flex\",\"prompt_cache_key\":\"triage\","
                + "\"safety_identifier\":\"u1\",\"text\":{\"verbosity\":\"low\"},"
                + "\"store\":false,\"stream\":true}");
  }

  @Test
  void omitsTheChoiceOfParallelCallsWithoutTools() {
    assertThat(
            body(
                ModelRequest.of("m", List.of()),
                ResponsesOptions.ofDefaults().withParallelToolCalls(true)))
        .isEqualTo("{\"model\":\"m\",\"input\":[],\"store\":false}");
  }

  @Test
  void sendsTheStrictSchemaAsTextFormat() {
    String strict = "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
    OutputFormat format = output(ResponseMode.JSON_SCHEMA).withStrictSchema(strict);

    assertThat(afterInput(request(ResponseMode.JSON_SCHEMA).withOutput(format)))
        .isEqualTo(
            "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"Place\","
                + "\"description\":\"A place\",\"strict\":true,\"schema\":"
                + strict
                + "}},\"store\":false}");
  }

  @Test
  void addsTheSchemaToThePromptInJsonObjectMode() {
    assertThat(body(request(ResponseMode.JSON_OBJECT)))
        .contains("\\n\\nRespond with one JSON object")
        .endsWith("\"text\":{\"format\":{\"type\":\"json_object\"}},\"store\":false}");
  }

  @Test
  void forcesACallOfTheOutputFunction() {
    assertThat(afterInput(request(ResponseMode.TOOL_CALL)))
        .isEqualTo(
            "\"tools\":[{\"type\":\"function\",\"name\":\"Place\",\"description\":\"A place\","
                + "\"parameters\":"
                + SCHEMA
                + ",\"strict\":false}],\"tool_choice\":{\"type\":\"function\",\"name\":\"Place\"},"
                + "\"store\":false}");
  }

  @Test
  void extraParametersOverrideThoseOfTheProtocol() {
    Sampling sampling =
        Sampling.defaults()
            .withReasoningEffort("low")
            .withExtra("store", "true")
            .withExtra("reasoning", "{\"effort\":\"high\",\"mode\":\"pro\"}")
            .withExtra("metadata", "{\"a\":\"b\"}");

    assertThat(body(ModelRequest.of("m", List.of()).withSampling(sampling)))
        .isEqualTo(
            "{\"model\":\"m\",\"input\":[],\"store\":true,"
                + "\"reasoning\":{\"effort\":\"high\",\"mode\":\"pro\"},\"metadata\":{\"a\":\"b\"}}");
  }

  @Test
  void addsIncludedDataToTheEncryptedReasoning() {
    String logprobs = "message.output_text.logprobs";
    Sampling sampling =
        Sampling.defaults()
            .withExtra("include", "[\"" + logprobs + "\",\"reasoning.encrypted_content\"]");
    ModelRequest request = ModelRequest.of("m", List.of()).withSampling(sampling);

    assertThat(body(request.withModel(model("gpt-5.6"))))
        .endsWith(",\"include\":[\"reasoning.encrypted_content\",\"" + logprobs + "\"]}");
    assertThat(body(request.withModel(model("gpt-4o"))))
        .endsWith(",\"include\":[\"" + logprobs + "\",\"reasoning.encrypted_content\"]}");
  }

  @Test
  void addsTextParametersToTheFormat() {
    ModelRequest request =
        request(ResponseMode.JSON_OBJECT)
            .withSampling(
                Sampling.defaults().withExtra("text", "{\"verbosity\":\"high\",\"a\":1}"));

    assertThat(body(request, ResponsesOptions.ofDefaults().withVerbosity(Verbosity.LOW)))
        .endsWith(
            "\"text\":{\"format\":{\"type\":\"json_object\"},\"verbosity\":\"high\",\"a\":1},"
                + "\"store\":false}");
    assertThat(body(request.withOutput(null)))
        .endsWith("\"store\":false,\"text\":{\"verbosity\":\"high\",\"a\":1}}");
  }

  @Test
  void rejectsAnotherTextFormatThanThatOfTheOutput() {
    String format = "{\"format\":{\"type\":\"json_object\"}}";
    ModelRequest request =
        request(ResponseMode.JSON_SCHEMA)
            .withSampling(Sampling.defaults().withExtra("text", format));

    assertThatThrownBy(() -> body(request))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Sampling.extra 'text': expected no \"format\", since the request has the format of the"
                + " output 'Place', found "
                + format
                + "\nRemove it, or set another ResponseMode.");
    assertThat(body(request(ResponseMode.TOOL_CALL).withSampling(request.sampling())))
        .endsWith("\"text\":" + format + "}");
  }

  @Test
  void rejectsAdditionalParametersOfAnotherType() {
    ModelRequest text =
        request(ResponseMode.JSON_SCHEMA)
            .withSampling(Sampling.defaults().withExtra("text", "\"high\""));
    ModelRequest tools =
        request(ResponseMode.TOOL_CALL).withSampling(Sampling.defaults().withExtra("tools", "{}"));

    assertThatThrownBy(() -> body(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Sampling.extra 'text': expected a JSON object, found \"high\"\nIt is combined with"
                + " what the request contains.");
    assertThatThrownBy(() -> body(tools))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Sampling.extra 'tools': expected a JSON array, found {}\nIt is combined with what the"
                + " request contains.");
  }

  @Test
  void addsToolsToThoseOfTheRequest() {
    String search = "{\"type\":\"web_search\"}";
    Sampling sampling = Sampling.defaults().withExtra("tools", "[" + search + "]");

    assertThat(afterInput(request(ResponseMode.TOOL_CALL).withSampling(sampling)))
        .isEqualTo(
            "\"tools\":[{\"type\":\"function\",\"name\":\"Place\",\"description\":\"A place\","
                + "\"parameters\":"
                + SCHEMA
                + ",\"strict\":false},"
                + search
                + "],\"tool_choice\":\"required\",\"store\":false}");
    assertThat(body(ModelRequest.of("m", List.of()).withSampling(sampling)))
        .isEqualTo("{\"model\":\"m\",\"input\":[],\"store\":false,\"tools\":[" + search + "]}");
  }

  @Test
  void writesCallsAndResultsAsItems() {
    Message call =
        new Message(
            Role.ASSISTANT,
            List.of(
                new Content.Text("Let me see."),
                new Content.ToolCall("c1", "add", "{\"a\":1}"),
                new Content.ToolCall("c1", "add", "{broken")));
    Message results = new Message(Role.TOOL, List.of(new Content.ToolResult("c1", "add", "2")));

    assertThat(input(call, results))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"content\":\"Let me see.\"},"
                + "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"add\","
                + "\"arguments\":\"{\\\"a\\\":1}\"},"
                + "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"add\","
                + "\"arguments\":\"{broken\"},"
                + "{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"2\"}]");
  }

  @Test
  void sendsToolTextWithoutACallAsAMessageOfTheUser() {
    assertThat(input(Message.of(Role.TOOL, "42")))
        .isEqualTo("[{\"role\":\"user\",\"content\":\"42\"}]");
  }

  @Test
  void writesMediaAsContentParts() {
    Message message =
        new Message(
            Role.USER,
            List.of(
                new Content.Text("Compare:"),
                Image.of(URI.create("https://example.com/a.png")).withDetail(Media.Detail.LOW),
                Image.of(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, "image/png"),
                Pdf.of(URI.create("https://example.com/a.pdf")),
                Pdf.of("%PDF-1".getBytes(StandardCharsets.US_ASCII))));

    assertThat(input(message))
        .isEqualTo(
            "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Compare:\"},"
                + "{\"type\":\"input_image\",\"image_url\":\"https://example.com/a.png\","
                + "\"detail\":\"low\"},"
                + "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,iVBORw0KGgo=\"},"
                + "{\"type\":\"input_file\",\"file_url\":\"https://example.com/a.pdf\"},"
                + "{\"type\":\"input_file\",\"filename\":\"document.pdf\","
                + "\"file_data\":\"data:application/pdf;base64,JVBERi0x\"}]}]");
  }

  @Test
  void rejectsAudioBeforeTheRequestIsSent() {
    byte[] wav = "RIFF1234WAVEfmt ".getBytes(StandardCharsets.US_ASCII);
    Message message = new Message(Role.USER, List.of(Audio.of(wav, "audio/wav")));

    assertThatThrownBy(() -> input(message))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Model 'm' can't be sent part 1 of message 1 (Audio): the Responses API accepts images"
                + " and documents only. Use OpenAi.chat for audio.");
  }

  @Test
  void marksTheContentToCacheOnlyIfRequested() {
    Message prompt =
        new Message(
            Role.SYSTEM,
            List.of(
                new Content.Text("Rules."), new Content.CacheBoundary(), new Content.Text("Now.")));
    ModelRequest request = ModelRequest.of("m", List.of(prompt));

    assertThat(body(request)).contains("{\"role\":\"system\",\"content\":\"Rules.Now.\"}");
    assertThat(body(request, ResponsesOptions.ofDefaults().withCacheBreakpoints(true)))
        .contains(
            "{\"role\":\"system\",\"content\":[{\"type\":\"input_text\",\"text\":\"Rules.\","
                + "\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}},"
                + "{\"type\":\"input_text\",\"text\":\"Now.\"}]}");
  }

  @Test
  void replaysReasoningTogetherWithTheAnswerOfTheMessage() {
    Message answer =
        new Message(
            Role.ASSISTANT,
            List.of(
                replay(
                    "m",
                    "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"encrypted_content\":\"x\"},"
                        + "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\","
                        + "\"status\":\"completed\",\"phase\":\"final_answer\"}"),
                new Content.Text("{\"a\":1}")));

    assertThat(input(answer))
        .isEqualTo(
            "[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"encrypted_content\":\"x\"},"
                + "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\","
                + "\"status\":\"completed\",\"phase\":\"final_answer\",\"content\":["
                + "{\"type\":\"output_text\",\"text\":\"{\\\"a\\\":1}\",\"annotations\":[]}]}]");
  }

  @Test
  void replaysCommentaryAndCallsInTheirOrder() {
    Message step =
        new Message(
            Role.ASSISTANT,
            List.of(
                replay(
                    "m",
                    "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"encrypted_content\":\"x\"},"
                        + "{\"type\":\"message\",\"id\":\"msg_1\",\"phase\":\"commentary\","
                        + "\"content\":[{\"type\":\"output_text\",\"text\":\"Searching.\"}]},"
                        + "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c1\"},"
                        + "{\"type\":\"function_call\",\"id\":\"fc_2\",\"call_id\":\"c2\"}"),
                new Content.ToolCall("c1", "add", "{}"),
                new Content.ToolCall("c2", "add", "{}")));

    assertThat(input(step))
        .isEqualTo(
            "[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"encrypted_content\":\"x\"},"
                + "{\"type\":\"message\",\"id\":\"msg_1\",\"phase\":\"commentary\","
                + "\"content\":[{\"type\":\"output_text\",\"text\":\"Searching.\"}]},"
                + "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c1\","
                + "\"name\":\"add\",\"arguments\":\"{}\"},"
                + "{\"type\":\"function_call\",\"id\":\"fc_2\",\"call_id\":\"c2\","
                + "\"name\":\"add\",\"arguments\":\"{}\"}]");
  }

  @Test
  void omitsReasoningWhoseFollowingItemIsGone() {
    Message edited =
        new Message(
            Role.ASSISTANT,
            List.of(
                replay(
                    "m",
                    "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"encrypted_content\":\"x\"},"
                        + "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c1\"}"),
                new Content.Text("The answer.")));

    assertThat(input(edited)).isEqualTo("[{\"role\":\"assistant\",\"content\":\"The answer.\"}]");
  }

  @Test
  void omitsTheIdsOfItemsAfterReasoningThatIsOmitted() {
    Message edited =
        new Message(
            Role.ASSISTANT,
            List.of(
                replay(
                    "m",
                    "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"encrypted_content\":\"x\"},"
                        + "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c1\"},"
                        + "{\"type\":\"function_call\",\"id\":\"fc_2\",\"call_id\":\"c2\"},"
                        + "{\"type\":\"web_search_call\",\"id\":\"ws_1\"},"
                        + "{\"type\":\"reasoning\",\"id\":\"rs_2\",\"encrypted_content\":\"y\"},"
                        + "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\","
                        + "\"status\":\"completed\",\"phase\":\"final_answer\"}"),
                new Content.ToolCall("c2", "add", "{}"),
                new Content.Text("The answer.")));

    assertThat(input(edited))
        .isEqualTo(
            "[{\"type\":\"function_call\",\"call_id\":\"c2\",\"name\":\"add\","
                + "\"arguments\":\"{}\"},"
                + "{\"type\":\"message\",\"role\":\"assistant\",\"phase\":\"final_answer\","
                + "\"content\":[{\"type\":\"output_text\",\"text\":\"The answer.\","
                + "\"annotations\":[]}]}]");
  }

  @Test
  void replaysNothingOfAnotherModelOrProtocol() {
    String item =
        "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"encrypted_content\":\"x\"},"
            + "{\"type\":\"message\",\"id\":\"msg_1\"}";
    Message answer =
        new Message(
            Role.ASSISTANT,
            List.of(
                replay("other", item),
                new Content.Opaque("test", "{\"reasoning_content\":\"hm\"}"),
                new Content.Opaque("openai", "{\"responses_output\":[]}"),
                new Content.Text("Hi")));

    assertThat(input(answer)).isEqualTo("[{\"role\":\"assistant\",\"content\":\"Hi\"}]");
  }

  @Test
  void anOptionThatChangesResponsesIsPartOfTheIdentity() {
    try (var client = OpenAi.of(Provider.OPENAI, ApiKey.of("k"))) {
      var terse =
          ResponsesOptions.ofDefaults().withVerbosity(Verbosity.LOW).withServiceTier("flex");

      assertThat(client.responses("m").client().identity())
          .isEqualTo("openai at https://api.openai.com/v1 by responses");
      assertThat(client.responses("m", terse).client().identity())
          .isEqualTo("openai at https://api.openai.com/v1 by responses with verbosity low");
      assertThat(client.chat("m").client().identity())
          .isEqualTo("openai at https://api.openai.com/v1");
    }
  }

  private static Content.Opaque replay(String model, String items) {
    return new Content.Opaque("test", model, "{\"responses_output\":[" + items + "]}");
  }

  private static ModelRequest request(ResponseMode mode) {
    return ModelRequest.of("m", HELLO).withOutput(output(mode));
  }

  private static OutputFormat output(ResponseMode mode) {
    return new OutputFormat(mode, "Place", "A place", SCHEMA);
  }

  private static Model model(String name) {
    return OpenAi.of(Provider.OPENAI, ApiKey.of("key")).responses(name);
  }

  private static String input(Message... messages) {
    String body = body(ModelRequest.of("m", List.of(messages)));
    return body.substring(
        "{\"model\":\"m\",\"input\":".length(), body.length() - ",\"store\":false}".length());
  }

  private static String afterInput(ModelRequest request) {
    String body = body(request);
    assertThat(body).startsWith("{\"model\":\"m\"," + HELLO_JSON + ",");
    return body.substring(("{\"model\":\"m\"," + HELLO_JSON + ",").length());
  }

  private static String body(ModelRequest request) {
    return body(request, ResponsesOptions.ofDefaults());
  }

  private static String body(ModelRequest request, ResponsesOptions options) {
    return new String(ResponsesRequestWriter.of(request, "test", options), StandardCharsets.UTF_8);
  }
}
