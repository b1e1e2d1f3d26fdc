package org.atomicagents.internal.request;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Video;
import org.atomicagents.model.InstructionPlacement;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.SchemaNotation;
import org.atomicagents.model.ToolSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestHashTest {
  private static final byte[] PNG = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final Content.ToolCall CALL = new Content.ToolCall("c", "n", "{}");
  private static final Content.ToolResult RESULT = new Content.ToolResult("c", "n", "t");
  private static final Content.Opaque OPAQUE = new Content.Opaque("p", "m", "{}");
  private static final ParameterRules.Reasoning REASONING =
      new ParameterRules.Reasoning(true, List.of("low"), "low", Set.of("top_p"), true);
  private static final ParameterRules RULES =
      new ParameterRules(Set.of("seed"), Map.of("a", "b"), "developer", REASONING);
  private static final OutputFormat OUTPUT =
      new OutputFormat(
          ResponseMode.JSON_SCHEMA,
          List.of(ResponseMode.TOOL_CALL),
          "Answer",
          "An answer.",
          "{}",
          "{\"a\":1}",
          PromptProfile.STANDARD,
          "{}");
  private static final ToolSpec TOOL = new ToolSpec("search", "Searches.", "{}");
  private static final LinkedHashMap<String, String> EXTRA = new LinkedHashMap<>(Map.of("k", "1"));
  private static final Sampling SAMPLING =
      new Sampling(0.5, 0.5, 10, List.of("END"), 7L, "low", EXTRA);
  private static final ModelRequest REQUEST =
      new ModelRequest(
          "gpt",
          RULES,
          List.of(
              Message.user("hello"),
              new Message(Role.ASSISTANT, List.of(CALL, OPAQUE, new Content.CacheBoundary())),
              new Message(Role.TOOL, List.of(RESULT)),
              new Message(Role.USER, List.of(Image.of(PNG)))),
          OUTPUT,
          List.of(TOOL),
          SAMPLING,
          true);

  // One changed request for each component of each record that a request consists of.
  private static final Map<String, ModelRequest> CHANGES =
      Stream.of(
              requestChanges(), ruleChanges(), contentChanges(), outputChanges(), samplingChanges())
          .flatMap(changes -> changes.entrySet().stream())
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  @Test
  void differsForEachChangedComponent() {
    var hashes = new HashSet<>(Set.of(hash(REQUEST)));

    CHANGES.forEach(
        (component, changed) -> assertThat(hashes.add(hash(changed))).as(component).isTrue());
  }

  @Test
  void coversAllComponentsOfAllRecordsOfRequests() {
    Set<String> components =
        Stream.concat(
                Stream.of(
                    ModelRequest.class,
                    ParameterRules.class,
                    ParameterRules.Reasoning.class,
                    Message.class,
                    OutputFormat.class,
                    PromptProfile.class,
                    ToolSpec.class,
                    Sampling.class,
                    Media.Source.Url.class),
                Stream.of(Content.class.getPermittedSubclasses()).filter(Class::isRecord))
            .flatMap(type -> Stream.of(type.getRecordComponents()))
            .map(RequestHashTest::name)
            .collect(Collectors.toSet());

    assertThat(CHANGES.keySet()).containsAll(components);
  }

  @Test
  void differsForAnotherClient() {
    assertThat(RequestHash.of(REQUEST, "openai at https://a"))
        .isNotEqualTo(RequestHash.of(REQUEST, "openai at https://b"));
  }

  @Test
  void isEqualInAllReleasesOfOneFormat() {
    ModelRequest request = ModelRequest.of("gpt", List.of(Message.user("hello")));

    assertThat(RequestHash.of(request, "stub"))
        .isEqualTo("80a71dde33b2d748bc9ca1bfce5dcb198f4096f1e870f839e12823225589f95c");
  }

  @Test
  void ignoresTheOrderOfSetsAndMaps() {
    Sampling reversed = Sampling.defaults().withExtra("b", "2").withExtra("a", "1");
    Sampling ordered = Sampling.defaults().withExtra("a", "1").withExtra("b", "2");

    assertThat(hash(REQUEST.withSampling(reversed))).isEqualTo(hash(REQUEST.withSampling(ordered)));
  }

  @Test
  void distinguishesTextsThatAreEqualWhenJoined() {
    assertThat(hash(REQUEST.withMessages(List.of(Message.user("ab"), Message.user("c")))))
        .isNotEqualTo(hash(REQUEST.withMessages(List.of(Message.user("a"), Message.user("bc")))));
  }

  @Test
  void hashesFilesByTheirContent(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.png"), PNG);
    Path copy = Files.write(folder.resolve("b.png"), PNG);
    String first = hash(withPart(Image.of(file)));

    assertThat(hash(withPart(Image.of(copy)))).isEqualTo(first);
    assertThat(hash(withPart(Image.of(PNG)))).isEqualTo(first);

    Files.writeString(file, "\u0089PNG\r\n\u001a\n changed", StandardCharsets.ISO_8859_1);

    assertThat(hash(withPart(Image.of(file)))).isNotEqualTo(first);
  }

  @Test
  void distinguishesUnreadableFilesByTheirPaths(@TempDir Path folder) {
    assertThat(hash(withPart(Image.of(folder.resolve("a.png")))))
        .isNotEqualTo(hash(withPart(Image.of(folder.resolve("b.png")))));
  }

  @Test
  void differsForEachOptionOfMedia() {
    var uri = URI.create("https://example.org/v");

    assertThat(
            Stream.of(
                    Image.of(uri),
                    Image.of(uri).withDetail(Media.Detail.LOW),
                    Image.of(uri).withDetail(Media.Detail.HIGH),
                    Video.of(uri),
                    Video.of(uri).withDetail(Media.Detail.LOW),
                    Video.of(uri).withFramesPerSecond(2))
                .map(media -> hash(withPart(media))))
        .doesNotHaveDuplicates();
  }

  private static Map<String, ModelRequest> requestChanges() {
    return Map.ofEntries(
        entry(
            "ModelRequest.model",
            new ModelRequest(
                "other", RULES, REQUEST.messages(), OUTPUT, List.of(TOOL), SAMPLING, true)),
        entry("ModelRequest.rules", with(ParameterRules.STANDARD)),
        entry("ModelRequest.messages", REQUEST.withMessages(List.of(Message.user("hello")))),
        entry("ModelRequest.output", REQUEST.withOutput(null)),
        entry("ModelRequest.tools", REQUEST.withTools(List.of())),
        entry("ModelRequest.sampling", REQUEST.withSampling(Sampling.defaults())),
        entry("ModelRequest.stream", REQUEST.withStream(false)),
        entry("ToolSpec.name", REQUEST.withTools(List.of(new ToolSpec("x", "Searches.", "{}")))),
        entry(
            "ToolSpec.description", REQUEST.withTools(List.of(new ToolSpec("search", "x", "{}")))),
        entry(
            "ToolSpec.schema",
            REQUEST.withTools(List.of(new ToolSpec("search", "Searches.", "x")))));
  }

  private static Map<String, ModelRequest> ruleChanges() {
    var efforts = List.of("low");
    var topP = Set.of("top_p");
    return Map.ofEntries(
        entry(
            "ParameterRules.unsupported",
            with(new ParameterRules(Set.of(), RULES.renamed(), "developer", REASONING))),
        entry("ParameterRules.renamed", with(RULES.withRenamed(Map.of("a", "c")))),
        entry("ParameterRules.systemRole", with(RULES.withSystemRole("system"))),
        entry(
            "ParameterRules.reasoning",
            with(RULES.withReasoning(ParameterRules.Reasoning.UNKNOWN))),
        entry("Reasoning.supported", withReasoning(false, efforts, "low", topP, true)),
        entry("Reasoning.efforts", withReasoning(true, List.of("low", "high"), "low", topP, true)),
        entry("Reasoning.defaultEffort", withReasoning(true, efforts, null, topP, true)),
        entry("Reasoning.unsupported", withReasoning(true, efforts, "low", Set.of(), true)),
        entry("Reasoning.functionTools", withReasoning(true, efforts, "low", topP, false)));
  }

  private static Map<String, ModelRequest> contentChanges() {
    return Map.ofEntries(
        entry("Message.role", REQUEST.withMessages(List.of(Message.assistant("part")))),
        entry("Message.parts", REQUEST.withMessages(List.of(new Message(Role.USER, List.of())))),
        entry("Text", withPart(new Content.Text(""))),
        entry("Text.text", withPart(new Content.Text("x"))),
        entry("ToolCall", withPart(CALL)),
        entry("ToolCall.id", withPart(new Content.ToolCall("x", "n", "{}"))),
        entry("ToolCall.name", withPart(new Content.ToolCall("c", "x", "{}"))),
        entry("ToolCall.arguments", withPart(new Content.ToolCall("c", "n", "x"))),
        entry("ToolResult", withPart(RESULT)),
        entry("ToolResult.callId", withPart(new Content.ToolResult("x", "n", "t"))),
        entry("ToolResult.name", withPart(new Content.ToolResult("c", "x", "t"))),
        entry("ToolResult.text", withPart(new Content.ToolResult("c", "n", "x"))),
        entry("Opaque", withPart(OPAQUE)),
        entry("Opaque.provider", withPart(new Content.Opaque("x", "m", "{}"))),
        entry("Opaque.model", withPart(new Content.Opaque("p", "x", "{}"))),
        entry("Opaque.json", withPart(new Content.Opaque("p", "m", "x"))),
        entry("CacheBoundary", withPart(new Content.CacheBoundary())),
        entry("Url", withPart(Image.of(URI.create("https://example.org/a")))),
        entry("Url.uri", withPart(Image.of(URI.create("https://example.org/b")))));
  }

  private static Map<String, ModelRequest> outputChanges() {
    PromptProfile prompt = PromptProfile.STANDARD;
    return Map.ofEntries(
        entry("OutputFormat.mode", REQUEST.withOutput(OUTPUT.withMode(ResponseMode.JSON_OBJECT))),
        entry("OutputFormat.fallbacks", REQUEST.withOutput(OUTPUT.withFallbacks(List.of()))),
        entry("OutputFormat.name", withShape("X", "An answer.", "{}")),
        entry("OutputFormat.description", withShape("Answer", "x", "{}")),
        entry("OutputFormat.schema", withShape("Answer", "An answer.", "{\"x\":1}")),
        entry("OutputFormat.strictSchema", REQUEST.withOutput(OUTPUT.withStrictSchema(null))),
        entry("OutputFormat.prompt", with(PromptProfile.SMALL)),
        entry("OutputFormat.promptSchema", REQUEST.withOutput(OUTPUT.withPrompt(prompt, "x"))),
        entry("PromptProfile.notation", with(prompt.withNotation(SchemaNotation.TYPE_DEFINITION))),
        entry(
            "PromptProfile.placement",
            with(prompt.withPlacement(InstructionPlacement.LAST_USER_MESSAGE))),
        entry("PromptProfile.schemaInAllModes", with(prompt.withSchemaInAllModes(true))),
        entry("PromptProfile.plainInput", with(prompt.withPlainInput(true))),
        entry("PromptProfile.reAskShowsResponse", with(prompt.withReAskShowsResponse(false))),
        entry("PromptProfile.demonstration", with(prompt.withDemonstration(true))),
        entry("PromptProfile.maxLength", with(prompt.withBounds(1, 0))),
        entry("PromptProfile.maxItems", with(prompt.withBounds(0, 1))));
  }

  private static Map<String, ModelRequest> samplingChanges() {
    List<String> stop = List.of("END");
    return Map.ofEntries(
        entry("Sampling.temperature", REQUEST.withSampling(SAMPLING.withTemperature(0.4))),
        entry("Sampling.topP", REQUEST.withSampling(SAMPLING.withTopP(0.4))),
        entry("Sampling.maxTokens", REQUEST.withSampling(SAMPLING.withMaxTokens(11))),
        entry("Sampling.stop", REQUEST.withSampling(SAMPLING.withStop())),
        entry("Sampling.seed", REQUEST.withSampling(SAMPLING.withSeed(8))),
        entry(
            "Sampling.reasoningEffort", REQUEST.withSampling(SAMPLING.withReasoningEffort("high"))),
        entry("Sampling.extra", REQUEST.withSampling(SAMPLING.withExtra("k", "2"))),
        entry(
            "without temperature",
            REQUEST.withSampling(new Sampling(null, 0.5, 10, stop, 7L, "low", EXTRA))));
  }

  private static String name(RecordComponent component) {
    return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
  }

  private static String hash(ModelRequest request) {
    return RequestHash.of(request, "stub");
  }

  private static ModelRequest with(ParameterRules rules) {
    return new ModelRequest(
        "gpt", rules, REQUEST.messages(), OUTPUT, List.of(TOOL), SAMPLING, true);
  }

  private static ModelRequest with(PromptProfile prompt) {
    return REQUEST.withOutput(OUTPUT.withPrompt(prompt, "{}"));
  }

  private static ModelRequest withShape(String name, String description, String schema) {
    return REQUEST.withOutput(
        new OutputFormat(
            OUTPUT.mode(),
            OUTPUT.fallbacks(),
            name,
            description,
            schema,
            OUTPUT.strictSchema(),
            OUTPUT.prompt(),
            OUTPUT.promptSchema()));
  }

  private static ModelRequest withReasoning(
      boolean supported,
      List<String> efforts,
      @Nullable String defaultEffort,
      Set<String> unsupported,
      boolean functionTools) {
    return with(
        RULES.withReasoning(
            new ParameterRules.Reasoning(
                supported, efforts, defaultEffort, unsupported, functionTools)));
  }

  private static ModelRequest withPart(Content part) {
    return REQUEST.withMessages(List.of(new Message(Role.USER, List.of(part))));
  }
}
