package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomicagents.cli.source.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TokensCommandTest {
  private static final String TRIAGE =
      Path.of("..", "examples", "agents", "triage.yaml").toString();

  @TempDir private Path folder;
  private final CommandHarness harness = new CommandHarness();

  @Test
  void reportsTheTokensOfAnExactTokenizerAndTheirPrice() {
    assertThat(
            harness.run(
                "tokens", TRIAGE, "{\"text\":\"I can't log in\"}", "--model", "openai:gpt-5-mini"))
        .isZero();

    assertThat(harness.out.toString())
        .contains("Agent triage with model gpt-5-mini, JSON_SCHEMA")
        .contains("IDENTITY and PURPOSE", "$.summary", "compact definition")
        .contains("The counts are exact.")
        .containsPattern("The input of 1000 requests costs 0\\.0\\d+ USD\\.");
    assertThat(harness.err.toString()).isEmpty();
  }

  @Test
  void estimatesTheTokensOfOtherModelsAndKnowsNoPriceForThem() {
    assertThat(harness.run("tokens", TRIAGE)).isZero();

    assertThat(harness.out.toString())
        .contains("The counts are estimates.", "The price of this model is not known.");
  }

  @Test
  void printsTheReportAsJson() {
    assertThat(harness.run("tokens", TRIAGE, "--model", "openai:gpt-5-mini", "--json")).isZero();

    assertThat(harness.out.toString().lines()).hasSize(1);
    JsonNode report = JsonReader.value(harness.out.toString());
    assertThat(report.at("/tokens/total").intValue())
        .isEqualTo(
            report.at("/tokens/system").intValue()
                + report.at("/tokens/history").intValue()
                + report.at("/tokens/schema").intValue());
    assertThat(report.at("/tokens/window").intValue()).isEqualTo(272_000);
    assertThat(report.at("/fields")).hasSize(3);
  }

  @Test
  void rejectsAnInputThatDoesNotMatchTheSchema() {
    assertThat(harness.run("tokens", TRIAGE, "{\"text\":\"\"}")).isEqualTo(1);

    assertThat(harness.err.toString()).contains("text");
  }

  @Test
  void needsAModel() throws IOException {
    Path file = folder.resolve("agent.yaml");
    Files.writeString(file, "prompt: Be brief.\n");

    assertThat(harness.run("tokens", file.toString())).isEqualTo(1);

    assertThat(harness.err.toString()).contains("pass --model provider:name");
  }
}
