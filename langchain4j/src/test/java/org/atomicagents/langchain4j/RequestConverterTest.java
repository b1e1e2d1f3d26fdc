package org.atomicagents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Role;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.ToolSpec;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestConverterTest {
  private static final byte[] PDF = "%PDF-1.4 test".getBytes(StandardCharsets.US_ASCII);
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}";

  private final RequestConverter converter =
      new RequestConverter("langchain4j", "nova", null, false);

  @Test
  void convertsMessagesOfAllRoles() {
    ChatRequest request =
        convert(
            Message.system("Be brief"),
            Message.user("Weather in Rome?"),
            new Message(
                Role.ASSISTANT,
                List.of(
                    new Content.Text("I look it up."),
                    new Content.ToolCall("call_1", "weather", "{\"city\":\"Rome\"}"))),
            Message.toolResult("call_1", "weather", "sunny"),
            Message.assistant("Sunny."));

    assertThat(request.messages())
        .containsExactly(
            SystemMessage.from("Be brief"),
            UserMessage.from(TextContent.from("Weather in Rome?")),
            AiMessage.from(
                "I look it up.",
                List.of(
                    ToolExecutionRequest.builder()
                        .id("call_1")
                        .name("weather")
                        .arguments("{\"city\":\"Rome\"}")
                        .build())),
            ToolExecutionResultMessage.from("call_1", "weather", "sunny"),
            AiMessage.from("Sunny."));
    assertThat(request.parameters().modelName()).isNull();
  }

  @Test
  void leavesOutWhatLangChain4jRejects() {
    ChatRequest request =
        convert(
            Message.system(" "),
            Message.assistant(""),
            Message.user(""),
            new Message(Role.USER, List.of(new Content.CacheBoundary(), new Content.Text("hi"))),
            new Message(Role.TOOL, List.of(new Content.Text("a result without a call"))));

    assertThat(request.messages())
        .containsExactly(
            UserMessage.from(TextContent.from("hi")),
            UserMessage.from(TextContent.from("a result without a call")));
  }

  @Test
  void convertsMediaInTheirOrder(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.pdf"), PDF);

    ChatRequest request =
        convert(
            new Message(
                Role.USER,
                List.of(
                    new Content.Text("Compare"),
                    Image.of(URI.create("https://example.org/a.png")).withDetail(Media.Detail.HIGH),
                    Pdf.of(file))));

    UserMessage message = (UserMessage) request.messages().getFirst();
    assertThat(message.contents()).hasSize(3);
    ImageContent image = (ImageContent) message.contents().get(1);
    assertThat(image.image().url()).isEqualTo(URI.create("https://example.org/a.png"));
    assertThat(image.detailLevel()).isEqualTo(ImageContent.DetailLevel.HIGH);
    PdfFileContent pdf = (PdfFileContent) message.contents().get(2);
    assertThat(pdf.pdfFile().base64Data()).isEqualTo("JVBERi0xLjQgdGVzdA==");
    assertThat(pdf.pdfFile().mimeType()).isEqualTo("application/pdf");
  }

  @Test
  void rejectsMediaThatNoPolicyHasAdmitted() {
    assertThatThrownBy(() ->
            convert(new Message(Role.USER, List.of(Pdf.of(Path.of("/etc/passwd")).untrusted()))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Model 'nova' can't be sent part 1 of message 1 (Pdf): its source comes from data, and"
                + " no media policy has admitted it. Pass it through MediaPolicy.admit.");
  }

  @Test
  void rejectsMediaOutsideOfMessagesOfTheUser() {
    assertThatThrownBy(() ->
            convert(
                new Message(
                    Role.SYSTEM, List.of(Image.of(URI.create("https://example.org/a.png"))))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Model 'nova' can't be sent part 1 of message 1 (Image): LangChain4j has media in"
                + " messages of the user only.\nMove it to a message of the user.");
  }

  @Test
  void replaysThinkingOfTheSameProviderAndModelOnly() {
    AiMessage original =
        AiMessage.builder()
            .thinking("First, ...")
            .attributes(Map.of("thinking_signature", "sig", "depth", 3, "image", new Object()))
            .text("Rome")
            .build();
    String stored = ReplayedThinking.store(original);

    ChatRequest request =
        convert(
            new Message(
                Role.ASSISTANT,
                List.of(
                    new Content.Text("Rome"),
                    new Content.Opaque("langchain4j", "other", "{\"langchain4j\":{}}"),
                    new Content.Opaque("openai", "nova", "{\"reasoning\":1}"),
                    new Content.Opaque("langchain4j", "nova", "{\"items\":[]}"),
                    new Content.Opaque("langchain4j", "nova", stored))));

    assertThat(request.messages())
        .containsExactly(
            AiMessage.builder()
                .text("Rome")
                .thinking("First, ...")
                .attributes(Map.of("thinking_signature", "sig", "depth", 3))
                .build());
  }

  @Test
  void convertsSamplingParameters() {
    ChatRequestParameters parameters =
        convert(
                request()
                    .withSampling(
                        Sampling.defaults()
                            .withTemperature(0.5)
                            .withTopP(0.9)
                            .withMaxTokens(100)
                            .withStop("END")
                            .withExtra("top_k", "40")
                            .withExtra("frequency_penalty", "0.1")
                            .withExtra("presence_penalty", "-0.2")))
            .parameters();

    assertThat(parameters)
        .isEqualTo(
            ChatRequestParameters.builder()
                .temperature(0.5)
                .topP(0.9)
                .maxOutputTokens(100)
                .stopSequences("END")
                .topK(40)
                .frequencyPenalty(0.1)
                .presencePenalty(-0.2)
                .build());
  }

  @Test
  void sendsTheNameOfAnotherModel() {
    ModelRequest other = ModelRequest.of("nova-lite", List.of(Message.user("hi")));

    assertThat(converter.convert(other).modelName()).isEqualTo("nova-lite");
  }

  @Test
  void requestsAJsonSchema() {
    ResponseFormat format = convert(in(ResponseMode.JSON_SCHEMA)).responseFormat();

    assertThat(format.type()).isEqualTo(ResponseFormatType.JSON);
    assertThat(format.jsonSchema().name()).isEqualTo("Place");
    assertThat(format.jsonSchema().rootElement())
        .isEqualTo(new SchemaConverter(false).root(SCHEMA));
  }

  @Test
  void forcesACallOfTheFunctionOfTheOutput() {
    var weather = new ToolSpec("weather", "The weather", SCHEMA);

    ChatRequest forced = convert(in(ResponseMode.TOOL_CALL));
    ChatRequest withTool = convert(request().withTools(List.of(weather)));

    assertThat(forced.toolSpecifications()).extracting("name").containsExactly("Place");
    assertThat(forced.toolChoice()).isEqualTo(ToolChoice.REQUIRED);
    assertThat(withTool.toolSpecifications()).extracting("name").containsExactly("weather");
    assertThat(withTool.toolChoice()).isEqualTo(ToolChoice.AUTO);
  }

  @Test
  void writesTheSchemaInThePromptIfNothingElseIsSupported() {
    ChatRequest request = convert(in(ResponseMode.PROMPTED_JSON));

    assertThat(request.responseFormat()).isNull();
    assertThat(((SystemMessage) request.messages().getFirst()).text()).contains(SCHEMA);
  }

  @Test
  void overridesADefaultFormatThatContradictsTheMode() {
    var withFormat =
        new RequestConverter(
            "langchain4j",
            "nova",
            ChatRequestParameters.builder().responseFormat(ResponseFormat.JSON).build(),
            false);

    assertThat(withFormat.convert(in(ResponseMode.TOOL_CALL)).responseFormat())
        .isEqualTo(ResponseFormat.TEXT);
    assertThat(withFormat.convert(in(ResponseMode.JSON_OBJECT)).responseFormat())
        .isEqualTo(ResponseFormat.JSON);
  }

  @Test
  void leavesOutParametersWithAnEvent() {
    var events = new ArrayList<AgentEvent>();
    ModelRequest request =
        request()
            .withSampling(Sampling.defaults().withSeed(7).withTemperature(1.0).withTopP(0.5))
            .withModel(
                org.atomicagents.model.Model.of((sent, context) -> null, "nova")
                    .withRules(new ParameterRules(java.util.Set.of("top_p"), Map.of(), "system")));

    ModelRequest adjusted = ParameterAdjuster.adjust(request, listening(events));

    assertThat(adjusted.sampling()).isEqualTo(Sampling.defaults().withTemperature(1.0));
    assertThat(events)
        .containsExactly(
            new AgentEvent.ParametersAdjusted("test", "nova", List.of("top_p", "seed"), Map.of()));
  }

  @Test
  void rejectsParametersWithoutACounterpart() {
    assertThatThrownBy(() -> adjust(Sampling.defaults().withReasoningEffort("low")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Model 'nova' can't be sent the reasoning effort 'low': LangChain4j has no common"
                + " parameter for it.\nSet it in the builder of the LangChain4j model, and remove"
                + " it from the sampling parameters.");
    assertThatThrownBy(() -> adjust(Sampling.defaults().withExtra("user", "\"x\"")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Model 'nova' can't be sent the additional parameter 'user': ");
    assertThatThrownBy(
            () -> convert(request().withSampling(Sampling.defaults().withExtra("top_k", "[]"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Model 'nova' can't be sent the additional parameter 'top_k': expected a number, found"
                + " [].\nCorrect the value in the sampling parameters.");
    assertThatThrownBy(
            () -> convert(request().withSampling(Sampling.defaults().withExtra("top_k", "2.5"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Model 'nova' can't be sent the additional parameter 'top_k': expected an integer,"
                + " found 2.5.\n"
                + "Correct the value in the sampling parameters.");
  }

  private static ModelRequest adjust(Sampling sampling) {
    return ParameterAdjuster.adjust(request().withSampling(sampling), RunContext.standalone());
  }

  private static RunContext listening(List<AgentEvent> events) {
    return new RunContext(
        "test",
        Deadline.none(),
        Budget.unlimited(),
        8,
        Listeners.none().with(events::add),
        new Timings.Recorder(TimeSource.system()));
  }

  private static ModelRequest request() {
    return ModelRequest.of("nova", List.of(Message.user("hi")));
  }

  private static ModelRequest in(ResponseMode mode) {
    return request().withOutput(new OutputFormat(mode, "Place", "A place", SCHEMA));
  }

  private ChatRequest convert(ModelRequest request) {
    return converter.convert(request);
  }

  private ChatRequest convert(Message... messages) {
    return converter.convert(ModelRequest.of("nova", List.of(messages)));
  }
}
