package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.examples.responses.FailedRuns;
import org.atomicagents.examples.responses.ModesCompared;
import org.atomicagents.examples.responses.RepairedResponse;
import org.atomicagents.examples.responses.ScriptedTest;
import org.atomicagents.examples.responses.SmallModelPrompt;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of the examples about malformed responses, modes, failures and prompts. */
class ResponseExamplesTest {
  private final SimulatedProvider provider = SimulatedProvider.start();

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void repairedResponsePrintsRepairsAndViolations() {
    List<String> lines = ExampleConsole.run("", RepairedResponse::main);

    assertThat(lines.getFirst())
        .isEqualTo("Article[name=lamp, price=19.5, colour=Optional[green]]");
    assertThat(lines.get(1)).isEqualTo("Article[name=lamp, price=19.5, colour=Optional.empty]");
    assertThat(lines).contains("  repaired LITERAL: None -> null");
    assertThat(lines.getLast()).startsWith("  rejected $.price: expected a number, found ");
  }

  @Test
  void modesComparedSendsARequestInEachMode() {
    List<String> lines = ExampleConsole.run(provider, ModesCompared::main);

    long modes = lines.stream().filter(line -> line.matches("[A-Z_]+: about \\d+ tokens")).count();
    assertThat(modes).isPositive();
    assertThat(provider.requests()).hasSize((int) modes);
  }

  @Test
  void failedRunsPrintsADecisionForEachFailure() {
    assertThat(ExampleConsole.run("", FailedRuns::main))
        .containsExactly(
            "invalid: 3 attempts, first violation at $: use a larger model",
            "refused: rephrase the input: I'd rather not.",
            "busy: run again after PT20S");
  }

  @Test
  void scriptedTestPrintsTheReAsk() {
    List<String> lines = ExampleConsole.run("", ScriptedTest::main);

    assertThat(lines.getFirst()).isEqualTo("Rating[stars=5] after 2 requests");
    assertThat(lines).anyMatch(line -> line.contains("$.stars: expected at most 5, found 7"));
    assertThat(lines.getLast()).isEqualTo("Exchanges: 2 opened, 2 closed");
  }

  @Test
  void smallModelPromptPrintsBothPrompts() {
    List<String> lines = ExampleConsole.run(provider, SmallModelPrompt::main);

    assertThat(lines).anyMatch(line -> line.matches("STANDARD: \\d+ tokens"));
    assertThat(lines).anyMatch(line -> line.matches("SMALL: \\d+ tokens"));
    assertThat(lines.getLast()).startsWith("Person[name=");
  }
}
