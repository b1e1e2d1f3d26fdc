package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of the examples of conversations, context and tool loops. */
class ConversationExamplesTest {
  private static final String NUMBER = "-?\\d+(\\.\\d+)?(E-?\\d+)?";

  private final SimulatedProvider provider = SimulatedProvider.start();
  private final String model = provider.baseUrl().getAuthority() + ":some-model";

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void basicChatRemembersEarlierTurns() {
    List<String> lines =
        ExampleConsole.run(
            "hi\n\nand now?\n/exit\n",
            BasicChat::main,
            "--model",
            ExampleConsole.modelArgument(provider));

    assertThat(lines.getFirst()).isEqualTo("Model: " + model + " (named by --model)");
    assertThat(lines.get(1)).isEqualTo("Assistant: Hello! How can I help you?");
    assertThat(lines.get(2)).startsWith("Assistant: ");
    assertThat(lines.getLast()).isEqualTo("5 messages in 3 turns");
    assertThat(bodies()).hasSize(2);
    assertThat(bodies().get(1)).contains("Hello! How can I help you?", "hi", "and now?");
  }

  @Test
  void boundedMemoryKeepsThePinnedTurn() {
    List<String> lines = ExampleConsole.run(provider, BoundedMemory::main);

    assertThat(lines.get(lines.size() - 2))
        .isEqualTo(
            "Kept: [My name is Ada, and I am allergic to nuts., Suggest a dessert., Which wine goes"
                + " with it?, What is my name?]");
    assertThat(lines.getLast()).isEqualTo("Archived: [Suggest a starter., Suggest a main course.]");
    assertThat(bodies().getLast()).contains("My name is Ada").doesNotContain("starter");
  }

  @Test
  void forkedConversationContinuesTwice() {
    List<String> lines = ExampleConsole.run(provider, ForkedConversation::main);

    assertThat(lines.get(1)).startsWith("It will rain. -> {");
    assertThat(lines.get(2)).startsWith("It will be hot. -> {");
    assertThat(lines.getLast()).isEqualTo("Turns: original 1, forks 2 and 2");
  }

  @Test
  void summarizedConversationReplacesItsOldestTurns() {
    List<String> lines = ExampleConsole.run(provider, SummarizedConversation::main);

    assertThat(lines.subList(1, 7))
        .containsExactly(
            "Day 1: 1 turns",
            "Day 2: 2 turns",
            "Day 3: 3 turns",
            "Day 4: 4 turns",
            "Day 5: 3 turns",
            "Day 6: 4 turns");
    assertThat(lines.get(7)).startsWith("Summary of earlier turns: ");
  }

  @Test
  void persistentConversationContinuesAfterTheFileWasClosed() {
    List<String> lines = ExampleConsole.run(provider, PersistentConversation::main);

    assertThat(lines).contains("0 stored turns, then: My name is Ada.");
    assertThat(lines).contains("1 stored turns, then: What is my name?");
    assertThat(lines).contains("Conversations of tenant-a: [tenant-a/chat-42]");
    assertThat(lines.getLast())
        .startsWith(
            "{\"history\":[{\"role\":\"user\",\"content\":{\"class_name\":\"my_app.schemas.Question\"");
    assertThat(bodies()).last().asString().contains("My name is Ada.");
  }

  @Test
  void contextProvidersAddTheirContextToEachRun() {
    List<String> lines = ExampleConsole.run(provider, ContextProviders::main);

    assertThat(lines)
        .contains("## Notes", "- The guest is a vegetarian.", "## Time")
        .last()
        .isEqualTo("A copy without the notes: SystemPrompt (providers=['clock'])");
    assertThat(bodies()).hasSize(2);
    assertThat(bodies().get(0)).doesNotContain("vegetarian");
    assertThat(bodies().get(1)).contains("vegetarian");
  }

  @Test
  void toolResultsArePartOfTheTurn() {
    List<String> lines = ExampleConsole.run(provider, ToolResults::main);

    assertThat(lines.get(1))
        .matches(
            "Calculation\\[left=%1$s, operator=(PLUS|MINUS|TIMES|DIVIDED_BY), right=%1$s] -> .+"
                .formatted(NUMBER));
    assertThat(lines.get(2)).startsWith("Answer: ");
    assertThat(lines.getLast()).isEqualTo("The turn: [USER, ASSISTANT, TOOL, ASSISTANT]");
    String result = lines.get(1).substring(lines.get(1).indexOf("-> ") + 3);
    assertThat(bodies().get(1)).contains("{\\\"value\\\":\\\"" + result + "\\\"}");
  }

  @Test
  void orchestratorRunsToolsUntilTheReply() {
    List<String> lines = ExampleConsole.run(provider, Orchestrator::main);

    List<String> steps = lines.subList(1, lines.size() - 2);
    assertThat(steps)
        .allMatch(line ->
            line.matches("price of .* -> .*|total of %1$s times %1$s -> .*".formatted(NUMBER)));
    assertThat(lines.get(lines.size() - 2)).matches("Reply: .+|No reply within 6 steps");
    assertThat(lines.getLast())
        .matches("%d messages in [01] turn\\(s\\)".formatted(messages(steps, lines)));
  }

  private static int messages(List<String> steps, List<String> lines) {
    return lines.get(lines.size() - 2).startsWith("Reply") ? 2 + 2 * steps.size() : 0;
  }

  @Test
  void approvedRefundWaitsForADecision() {
    List<String> lines =
        ExampleConsole.run(
            "y\nn\ny\nn\ny\nn\n".repeat(20),
            ApprovedRefund::main,
            "--model",
            ExampleConsole.modelArgument(provider));

    assertThat(lines.subList(1, lines.size() - 1))
        .allMatch(
            line -> line.matches("(Refund \\{\"order\":.*}\\? \\(y/n\\) )?((looked up|paid) .*)?"));
    assertThat(lines.getLast())
        .matches(".*(Answer: .+|Limit reached: the steps of loop 'clerk'.*)");
  }

  @Test
  void budgetsAndDeadlinesStopRuns() {
    List<String> lines = ExampleConsole.run(provider, BudgetsAndDeadlines::main);

    assertThat(lines.get(1)).matches("Why is the sky blue\\?: answered; so far 1 requests, .*");
    assertThat(lines.get(2)).matches("Why is the sea salt\\?: answered; so far 2 requests, .*");
    assertThat(lines.get(3))
        .isEqualTo("Why do cats purr?: Limit reached: the budget's requests, 2 of 2 used.");
    assertThat(lines.get(4))
        .isEqualTo(
            "With a timeout of 1 ns: Timed out after 0 ms while sending a request (limit"
                + " DEADLINE).");
    assertThat(bodies()).hasSize(2);
  }

  private List<String> bodies() {
    return ExampleConsole.bodies(provider);
  }
}
