package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolFilter;
import org.atomicagents.tool.ToolFunction;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tool.ToolLoopBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledToolLoopTest {
  private static final String CALL =
      """
      {"step":{"type":"call_tools","calls":[{"tool":"weather","input":{"name":"Bergen"}}]}}\
      """;
  private static final String ANSWER =
      """
      {"step":{"type":"answer","answer":{"chat_message":"It rains."}}}\
      """;

  @TempDir private Path folder;

  @Description("A city")
  record Town(String name) {}

  @Description("The weather")
  record Forecast(String text) {}

  @Test
  void loopIsReplayedWithoutItsTools() {
    var calls = new AtomicInteger();
    var tool =
        Tool.of(
            "weather",
            Town.class,
            Forecast.class,
            town -> new Forecast("rain " + calls.incrementAndGet()));
    ScriptedModel script = ScriptedModel.answering(CALL, ANSWER);
    var loop =
        ToolLoop.builder(BasicChatInput.class, BasicChatOutput.class, script.model())
            .tool(tool)
            .build();
    List<BasicChatInput> inputs = List.of(new BasicChatInput("How is the weather in Bergen?"));
    try (var journal = BatchJournal.open(folder.resolve("loops.journal"))) {
      var batch = Batch.of(loop).withJournal(journal);
      assertThat(batch.run(inputs)).extracting(BatchAgents::describe).containsExactly("It rains.");

      assertThat(batch.run(inputs))
          .allMatch(BatchJournalTest::isReplayed)
          .extracting(BatchAgents::describe)
          .containsExactly("It rains.");
    }
    assertThat(script.requests()).hasSize(2);
    assertThat(calls).hasValue(1);
  }

  @Test
  void changedToolIsRejected() {
    Tool<Town, Forecast> tool = tool(Forecast.class, town -> new Forecast("rain"));
    run(loop(tool));

    assertRejected(loop(tool.withName("forecast")));
    assertRejected(loop(tool.withDescription("The forecast of tomorrow")));
    assertRejected(loop(tool(String.class, town -> "rain")));
    assertThat(run(loop(tool))).allMatch(BatchJournalTest::isReplayed);
  }

  @Test
  void changedToolThatIsOfferedLaterIsRejected() {
    Tool<Town, Forecast> tool = tool(Forecast.class, town -> new Forecast("rain"));
    Tool<Town, Forecast> later = tool.withName("report");
    ToolFilter filter = (offered, step, called) -> step > 1 || offered.name().equals("weather");
    run(filtered(tool, later, filter));

    assertRejected(filtered(tool, later.withDescription("Reports the weather"), filter));
    assertThat(run(filtered(tool, later, filter))).allMatch(BatchJournalTest::isReplayed);
  }

  private static <O> Tool<Town, O> tool(Class<O> output, ToolFunction<Town, O> function) {
    return Tool.of("weather", Town.class, output, function);
  }

  private static ToolLoop<BasicChatInput, BasicChatOutput> loop(Tool<?, ?> tool) {
    return builder().tool(tool).build();
  }

  private static ToolLoop<BasicChatInput, BasicChatOutput> filtered(
      Tool<?, ?> first, Tool<?, ?> second, ToolFilter filter) {
    return builder().tool(first).tool(second).filter(filter).build();
  }

  private static ToolLoopBuilder<BasicChatInput, BasicChatOutput> builder() {
    return ToolLoop.builder(
        BasicChatInput.class, BasicChatOutput.class, ScriptedModel.answering(ANSWER).model());
  }

  private void assertRejected(ToolLoop<BasicChatInput, BasicChatOutput> loop) {
    assertThatThrownBy(() -> run(loop))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\n  output schema: expected sha256:");
  }

  private List<Outcome<BasicChatOutput>> run(ToolLoop<BasicChatInput, BasicChatOutput> loop) {
    try (var journal = BatchJournal.open(folder.resolve("tools.journal"))) {
      return Batch.of(loop).withJournal(journal).run(List.of(new BasicChatInput("How is it?")));
    }
  }
}
