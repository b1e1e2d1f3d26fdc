package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Decision;
import org.atomicagents.DecisionAgent;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.Outcome;
import org.atomicagents.batch.SubmittedBatch;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.ResponsesOptions;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.BatchPlan;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Decisions over OpenAI's batch API. */
@Timeout(120)
class DecisionBatchTest {
  private static final List<Claim> CLAIMS =
      List.of(new Claim("Water is wet."), new Claim("The moon is made of cheese."));

  @Description("A claim")
  record Claim(@Description("The text") String text) {}

  @Description("A verdict")
  record Verdict(@Description("Whether the claim is true") boolean isTrue) {}

  @Test
  void outcomesOfChatCompletionsHaveProbabilities() {
    try (var provider = provider();
        var client = OpenAi.at(provider.baseUrl())) {
      check(client.model("some-model"), client.batches());
    }
  }

  @Test
  void outcomesOfResponsesHaveProbabilities() {
    try (var provider = provider();
        var client = OpenAi.at(provider.baseUrl())) {
      check(client.responses("some-model"), client.responsesBatches(ResponsesOptions.ofDefaults()));
    }
  }

  private static void check(Model model, BatchClient client) {
    Model decisions = model.withModes(ResponseMode.JSON_SCHEMA, ResponseMode.DECISION);
    Batch<Claim, Decision<Verdict>> batch =
        Batch.of(DecisionAgent.of(AtomicAgent.of(Claim.class, Verdict.class, decisions)));
    SubmittedBatch submitted = batch.submit(CLAIMS, client);

    List<Outcome<Decision<Verdict>>> outcomes = batch.resume(submitted, CLAIMS, client).outcomes();

    assertThat(outcomes)
        .hasSize(2)
        .allSatisfy(outcome -> {
          assertThat(outcome).isInstanceOf(Outcome.Success.class);
          var success = (Outcome.Success<Decision<Verdict>>) outcome;
          assertThat(success.output().minProbability()).isBetween(0.5, 1.0);
        });
  }

  private static SimulatedProvider provider() {
    return SimulatedProvider.builder().batches(BatchPlan.ofDefaults().withPolls(1)).start();
  }
}
