package org.atomicagents.cli.agentfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunLimits;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.cli.agentfile.AgentFile.OptionalSettings;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.cli.source.SourceException;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentFileTest {
  private static final Path PAGE = Path.of("..", "docs", "agent-files.md");

  @TempDir private Path folder;

  @Test
  void readsEveryKey() throws IOException {
    AgentFile agent =
        read(
            """
            name: sorter
            model: ollama:llama3.2
            baseUrl: http://box:11434/v1
            prompt:
              background: One line
              steps: [first, second]
              output:
                - "colon: quoted"
            input: {type: string}
            output: {title: Ticket, type: object, properties: {a: {type: integer}}}
            sampling:
              temperature: 0.5
              topP: 1
              maxTokens: 100
              stop: END
              seed: -7
              reasoningEffort: low
              extra: {top_k: 40, nested: {a: [1]}}
            limits: {maxAttempts: 5, maxRequests: 9, maxTokensAfterTruncation: 4000, maxContextTokens: 50000}
            timeout: 90s
            mode: prompted_json
            strictness: strict
            reAsk: part
            """);

    assertThat(agent.name()).isEqualTo("sorter");
    assertThat(agent.model()).isEqualTo(ModelOption.parse("ollama:llama3.2"));
    assertThat(agent.baseUrl()).isEqualTo(URI.create("http://box:11434/v1"));
    assertThat(agent.prompt().render())
        .isEqualTo(
            SystemPrompt.builder()
                .background("One line")
                .steps("first", "second")
                .output("colon: quoted")
                .build()
                .render());
    assertThat(agent.input().form()).isEqualTo(InputSpec.InputForm.VALUE);
    assertThat(agent.output().name()).isEqualTo("Ticket");
    assertThat(agent.sampling())
        .isEqualTo(
            new Sampling(0.5, 1.0, 100, List.of("END"), -7L, "low", Sampling.defaults().extra())
                .withExtra("top_k", "40")
                .withExtra("nested", "{\"a\":[1]}"));
    assertThat(agent.limits()).isEqualTo(new RunLimits(5, 9, 4_000, 50_000));
    assertThat(agent.settings())
        .isEqualTo(
            new OptionalSettings(
                Duration.ofSeconds(90),
                ResponseMode.PROMPTED_JSON,
                Strictness.STRICT,
                ReAskScope.PART));
  }

  @Test
  void usesDefaultsForAbsentKeys() throws IOException {
    AgentFile agent = read("model: simulated");

    assertThat(agent.name()).isEqualTo("agent");
    assertThat(agent.baseUrl()).isNull();
    assertThat(agent.prompt().render()).isEqualTo(SystemPrompt.defaults().render());
    assertThat(agent.input().form()).isEqualTo(InputSpec.InputForm.TEXT);
    assertThat(JsonReader.value(agent.output().jsonSchema()).at("/properties/chat_message/type"))
        .isEqualTo(JsonReader.value("\"string\""));
    assertThat(agent.sampling()).isEqualTo(Sampling.defaults());
    assertThat(agent.limits()).isEqualTo(RunLimits.defaults());
    assertThat(agent.settings()).isEqualTo(new OptionalSettings(null, null, null, null));
  }

  @Test
  void usesAStringAsTheCompletePrompt() throws IOException {
    assertThat(read("prompt: |\n  Be brief.\n  Be kind.\n").prompt().render().text())
        .isEqualTo("Be brief.\nBe kind.");
  }

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "2 m,PT2M", "1h,PT1H"})
  void readsDurationsWithUnits(String text, Duration time) throws IOException {
    assertThat(read("timeout: " + text).settings().timeout()).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[a] | 1:1: expected a mapping such as \"model: simulated\", found a list",
        "promt: x | 1:1: unknown key \"promt\". Did you mean prompt?",
        "base_url: x | 1:1: unknown key \"base_url\". Did you mean baseUrl?",
        "tools: [] | 1:1: unknown key \"tools\". Known keys: name, model, baseUrl, prompt, input,"
            + " output, sampling, limits, timeout, mode, strictness, reAsk.",
        "name: 12 | 1:7: name: expected a string, found 12",
        "name: '' | 1:7: name: expected a string, found \"\"",
        "model: | 1:7: model: expected a string, found nothing",
        "prompt: {step: a} | 1:10: prompt: unknown key \"step\". Did you mean steps?",
        "prompt: [a] | 1:9: prompt: expected a mapping, found a list",
        "prompt: {steps: [Note: be brief]} | 1:18: prompt.steps[0]: expected a string (quote it if"
            + " it contains a colon), found a mapping",
        "prompt: {steps: 1} | 1:17: prompt.steps: expected a string or a list of strings, found 1",
        "sampling: 1 | 1:11: sampling: expected a mapping, found 1",
        "sampling: {temperature: 2.1} | 1:25: sampling.temperature: expected a number from 0 to 2,"
            + " found 2.1",
        "sampling: {temperature: warm} | 1:25: sampling.temperature: expected a number from 0 to 2,"
            + " found \"warm\"",
        "sampling: {maxTokens: 0} | 1:23: sampling.maxTokens: expected an integer from 1 to"
            + " 2147483647, found 0",
        "sampling: {seed: 1.5} | 1:18: sampling.seed: expected an integer, found 1.5",
        "sampling: {extra: [a]} | 1:19: sampling.extra: expected a mapping of names to values,"
            + " found a list",
        "sampling: {topK: 1} | 1:12: sampling: unknown key \"topK\". Did you mean topP?",
        "limits: {maxAttempts: many} | 1:23: limits.maxAttempts: expected an integer from 1 to"
            + " 1000, found \"many\"",
        "limits: {maxTokensAfterTruncation: 0} | 1:36: limits.maxTokensAfterTruncation: expected an"
            + " integer from 1 to 2147483647, found 0",
        "timeout: 30 | 1:10: timeout: expected a positive duration with a unit, such as 500ms, 30s,"
            + " 2m or 1h, found 30",
        "timeout: 0s | 1:10: timeout: expected a positive duration with a unit, such as 500ms, 30s,"
            + " 2m or 1h, found \"0s\"",
        "mode: json-schema | 1:7: mode: expected one of [tool_call, json_schema, json_object,"
            + " prompted_json], found \"json-schema\". Did you mean json_schema?",
        "mode: decision | 1:7: mode: expected one of [tool_call, json_schema, json_object,"
            + " prompted_json], found \"decision\"",
        "strictness: very | 1:13: strictness: expected one of [strict, lenient], found \"very\"",
        "output: 1 | 1:9: output: expected a JSON Schema, found 1",
        "output: {properties: {a: {typ: string}}} | 1:27: output.properties.a: unknown key \"typ\"."
            + " Did you mean type?",
        "output: ticket.yaml | 1:9: output: expected a JSON Schema or the path of a .json file"
            + " that contains one, found \"ticket.yaml\"",
        "output: none.json | 1:9: output: cannot read none.json: the file does not exist",
        "output: ../other.json | 1:9: output: expected a file in the directory of the agent file or"
            + " below it, found \"../other.json\"",
        "output: /etc/other.json | 1:9: output: expected a file in the directory of the agent file"
            + " or below it, found \"/etc/other.json\"",
        "baseUrl: http://x/v1 | 1:10: baseUrl: expected a model of the form provider:name in"
            + " the same file, found none",
      })
  void reportsAProblemWithItsPosition(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SourceException.class)
        .hasMessage(path() + ":" + message);
  }

  @Test
  void omitsAnAddressThatMayContainASecret() {
    assertThatThrownBy(() -> read("model: ollama:m\nbaseUrl: ftp://user:hush@x"))
        .hasMessage(
            path()
                + ":2:10: baseUrl: expected an address such as http://localhost:8000/v1, found an"
                + " invalid one (not shown because it may contain a secret)");
  }

  @Test
  void reportsAllProblemsInTheOrderOfTheFile() {
    assertThatThrownBy(() ->
            read(
                """
                output: {type: objct}
                timeout: 3
                modle: x
                limits: {maxAttempts: 0}
                """))
        .isInstanceOfSatisfying(
            SourceException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.position().line())
                    .containsExactly(1, 2, 3, 4));
  }

  @Test
  void reportsAnUnknownProviderWithItsPosition() {
    assertThatThrownBy(() -> read("name: a\nmodel: opnai:gpt-5"))
        .hasMessageStartingWith(path() + ":2:8: model: unknown provider 'opnai'")
        .hasMessageContaining(ModelOption.knownProviders());
  }

  @Test
  void readsASchemaFromAnotherFile() throws IOException {
    Files.createDirectories(folder.resolve("schemas"));
    Files.writeString(
        folder.resolve("schemas/ticket.json"), "{\"title\":\"Ticket\",\"type\":\"object\"}");

    assertThat(read("output: schemas/ticket.json").output().name()).isEqualTo("Ticket");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"objct\"} | 1:9: output.type: expected one of [array, boolean, integer,"
            + " null, number, object, string] or a list, found \"objct\"",
        "[1] | 1:1: output: expected a JSON Schema, found a list",
        "{\"type\" | 1:8: invalid JSON: Unexpected end-of-input within/between Object entries",
      })
  void reportsThePositionInASchemaFile(String json, String message) throws IOException {
    Files.writeString(folder.resolve("ticket.json"), json);

    assertThatThrownBy(() -> read("output: ticket.json"))
        .hasMessageStartingWith(folder.resolve("ticket.json") + ":" + message);
  }

  @Test
  void everyKeyIsDocumented() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);

    Stream<String> keys =
        Stream.of(
                AgentFileReader.KEYS.stream()
                    .filter(key -> !List.of("prompt", "sampling", "limits").contains(key)),
                AgentFileReader.PROMPT.stream().map(key -> "prompt." + key),
                SamplingFields.KEYS.stream().map(key -> "sampling." + key),
                AgentFileReader.LIMITS.stream().map(key -> "limits." + key))
            .flatMap(group -> group);

    assertThat(keys)
        .allMatch(key -> lines.stream().anyMatch(line -> line.startsWith("| `" + key + "` |")));
  }

  @Test
  void everyExampleOfTheDocumentationIsValid() throws IOException {
    Files.writeString(folder.resolve("question.json"), "{\"type\":\"object\"}");
    List<String> fences =
        Pattern.compile("(?s)```yaml\n(.*?)```")
            .matcher(Files.readString(PAGE))
            .results()
            .map(fence -> fence.group(1))
            .toList();

    assertThat(fences).isNotEmpty();
    for (String fence : fences) {
      assertThat(read(fence).model()).isNotNull();
    }
  }

  @Test
  void aPortableFileNeedsNoOtherFile() throws IOException {
    Path schema =
        Files.writeString(
            folder.resolve("ticket.json"),
            "{\"title\":\"T\",\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}");
    AgentFile agent =
        read(
            """
            model: ollama:llama3.2
            baseUrl: http://box:11434/v1
            prompt: {background: "Two\\nlines", output: [first]}
            input: {type: array, items: {type: string}}
            output: ticket.json
            sampling: {temperature: 0.25, stop: [END], extra: {top_k: 40}}
            limits: {maxAttempts: 2}
            timeout: 90s
            mode: json_object
            """);

    PortableAgentFile portable = PortableAgentFile.of(path());
    Files.delete(schema);
    Files.delete(path());
    AgentFile moved = portable.read();

    assertThat(moved.output().jsonSchema()).isEqualTo(agent.output().jsonSchema());
    assertThat(moved.input().schema().jsonSchema()).isEqualTo(agent.input().schema().jsonSchema());
    assertThat(moved.prompt().render()).isEqualTo(agent.prompt().render());
    assertThat(moved)
        .usingRecursiveComparison()
        .ignoringFields("output", "input.schema", "prompt")
        .isEqualTo(agent);
  }

  private AgentFile read(String yaml) throws IOException {
    return AgentFile.read(Files.writeString(path(), yaml));
  }

  private Path path() {
    return folder.resolve("agent.yaml");
  }
}
