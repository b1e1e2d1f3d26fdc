package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.examples.providers.CachedPrompt;
import org.atomicagents.examples.providers.GeminiImage;
import org.atomicagents.examples.providers.LangChain4jModels;
import org.atomicagents.examples.providers.ReasoningModel;
import org.atomicagents.examples.providers.ReasoningWithTools;
import org.atomicagents.examples.providers.SeveralProviders;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of the examples of single providers. */
class ProviderExamplesTest {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final String model = provider.baseUrl().getAuthority() + ":some-model";

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void severalProvidersContinuesAfterAFailure() {
    String name = ExampleConsole.modelArgument(provider);

    List<String> lines =
        ExampleConsole.run("", SeveralProviders::main, "http://127.0.0.1:1/v1#offline", name, name);

    assertThat(lines.getFirst())
        .startsWith("http://127.0.0.1:1/v1#offline: Could not connect to http://127.0.0.1:1");
    assertThat(lines.subList(lines.size() - 2, lines.size()))
        .allMatch(line -> line.matches(model + ", \\d+ ms: .+"));
    assertThat(bodies()).hasSize(2);
  }

  @Test
  void reasoningModelUsesTheDeveloperRole() {
    List<String> lines = ExampleConsole.run(provider, ReasoningModel::main);

    assertThat(lines.get(1)).isEqualTo("The prompt's role: developer");
    assertThat(lines.get(lines.size() - 2)).startsWith("Answer: ");
    assertThat(lines.getLast()).matches("\\d+ of \\d+ output tokens are reasoning tokens");
    assertThat(bodies())
        .singleElement()
        .asString()
        .contains("\"role\":\"developer\"", "\"reasoning_effort\":\"low\"")
        .doesNotContain("\"role\":\"system\"");
  }

  @Test
  void reasoningWithToolsRepeatsTheReasoningOfEachStep() {
    List<String> lines = ExampleConsole.run(provider, ReasoningWithTools::main);

    assertThat(lines.getLast())
        .matches(
            "(\\d+ requests, \\d+ reasoning tokens|Limit reached: the steps of loop 'planner'.*)");
    assertThat(provider.requests())
        .allMatch(request -> request.path().equals("/v1/responses"))
        .allMatch(request -> request.body().contains("\"store\":false"));
    for (int step = 0; step < bodies().size(); step++) {
      assertThat(bodies().get(step).split("\"type\":\"reasoning\"", -1)).hasSize(step + 1);
    }
  }

  @Test
  void geminiImageSendsTheImageInHighResolution() {
    List<String> lines =
        ExampleConsole.run("", GeminiImage::main, "--url", provider.serverUrl().toString());

    assertThat(lines.getFirst()).startsWith("Shop: ");
    assertThat(lines.getLast())
        .matches("\\d+ input tokens, \\d+ output tokens, \\d+ of them thoughts");
    assertThat(bodies())
        .singleElement()
        .asString()
        .contains(
            "\"inlineData\":{\"mimeType\":\"image/png\"",
            "\"mediaResolution\":{\"level\":\"MEDIA_RESOLUTION_HIGH\"}",
            "\"thinkingLevel\":\"LOW\"");
  }

  @Test
  void cachedPromptReadsTheStablePartFromTheCache() {
    List<String> lines =
        ExampleConsole.run("", CachedPrompt::main, "--url", provider.serverUrl().toString());

    String line =
        ".* -> Decision\\[.*]; (\\d+) input tokens, (\\d+) written to the cache, (\\d+) read.*";
    assertThat(lines).hasSize(3).allMatch(text -> text.matches(line));
    String written = lines.getFirst().replaceAll(line, "$2");
    assertThat(lines.getFirst().replaceAll(line, "$3")).isEqualTo("0");
    assertThat(Integer.parseInt(written)).isGreaterThan(4_096);
    assertThat(lines.subList(1, 3))
        .extracting(text -> text.replaceAll(line, "$2 $3"))
        .containsExactly("0 " + written, "0 " + written);
    assertThat(bodies())
        .hasSize(3)
        .allMatch(
            body -> body.contains("\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}"));
  }

  @Test
  void langChain4jModelsUseOneServerForBoth() {
    List<String> lines = ExampleConsole.run(provider, LangChain4jModels::main);

    assertThat(lines.get(1)).matches("Team .*, priority [1-5]");
    assertThat(lines.getLast()).isNotBlank();
    assertThat(bodies().getLast()).contains("\"name\" : \"triage\"");
  }

  private List<String> bodies() {
    return ExampleConsole.bodies(provider);
  }
}
