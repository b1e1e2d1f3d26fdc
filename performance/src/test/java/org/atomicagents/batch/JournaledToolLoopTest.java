package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
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
}
