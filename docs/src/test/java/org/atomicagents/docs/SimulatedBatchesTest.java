package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.Outcome;
import org.atomicagents.batch.ProviderBatch;
import org.atomicagents.batch.SubmittedBatch;
import org.atomicagents.gemini.Gemini;
import org.atomicagents.model.Model;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.BatchPlan;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

/** Tests that typed batches run against the simulated batch APIs of all providers. */
class SimulatedBatchesTest {
  private static final int ITEMS = 6;
  private static final List<BasicChatInput> INPUTS =
      IntStream.range(0, ITEMS).mapToObj(i -> new BasicChatInput("question " + i)).toList();
  private static final BatchPlan PLAN =
      BatchPlan.ofDefaults()
          .withItemFault(0, Fault.status(500))
          .withItemFault(1, Fault.malformedJson())
          .withItemFault(2, Fault.truncated());

  @Test
  void runsABatchOfOpenAi() {
    try (var provider = SimulatedProvider.builder().batches(PLAN).start();
        var client = OpenAi.at(provider.baseUrl())) {
      run(client.model("gpt-4o"), client.batches());
    }
  }

  @Test
  void runsABatchOfAnthropic() {
    try (var provider = SimulatedProvider.builder().batches(PLAN).start();
        var client = Anthropic.at(provider.serverUrl())) {
      run(client.model("claude-opus-5-5"), client.batches());
    }
  }

  @Test
  void runsABatchOfGemini() {
    try (var provider = SimulatedProvider.builder().batches(PLAN).start();
        var client = Gemini.at(provider.serverUrl())) {
      run(client.model("gemini-3.8-flash"), client.batches());
    }
  }

  private static void run(Model model, BatchClient client) {
    var agent = AtomicAgent.of(BasicChatInput.class, BasicChatOutput.class, model);
    SubmittedBatch submitted = Batch.of(agent).submit(INPUTS, client);
    ProviderBatch<BasicChatInput, BasicChatOutput> batch =
        Batch.of(agent).resume(SubmittedBatch.parse(submitted.toJson()), INPUTS, client);

    BatchStatus running = batch.poll();
    BatchStatus ended = batch.poll();
    List<Outcome<BasicChatOutput>> outcomes = batch.outcomes();

    assertThat(running.state()).isEqualTo(BatchStatus.State.RUNNING);
    assertThat(ended.state()).isEqualTo(BatchStatus.State.COMPLETED);
    assertThat(ended.failed()).isEqualTo(1);
    assertThat(outcomes).hasSize(ITEMS);
    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Failure.class);
    assertThat(outcomes.subList(1, ITEMS))
        .allMatch(outcome -> outcome instanceof Outcome.Success<BasicChatOutput>);
  }
}
