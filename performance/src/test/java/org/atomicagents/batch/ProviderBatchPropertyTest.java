package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Batches whose items have random responses in each round, until no follow-up is left; every step
 * uses new objects from the JSON of the one before.
 */
class ProviderBatchPropertyTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyItemEndsWithTheOutcomeOfItsResponses(long seed) {
    var random = new Random(seed);
    int count = random.nextInt(1, 120);
    List<List<Step>> scripts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scripts.add(script(random));
    }
    Map<Integer, Integer> requests = new HashMap<>();
    var provider =
        new InMemoryBatches(
            random.nextInt(1, count + 1), seed, request -> respond(request, scripts, requests));
    provider.cutResultsAfter = random.nextInt(count);
    List<BasicChatInput> inputs = BatchAgents.inputs(count).toList();

    String json = batch().submit(inputs, provider).toJson();
    Optional<SubmittedBatch> next = Optional.of(SubmittedBatch.parse(json));
    while (next.isPresent()) {
      json = next.get().toJson();
      next = resume(json, inputs, provider).submitFollowUp();
    }

    List<Outcome<BasicChatOutput>> outcomes = resume(json, inputs, provider).outcomes();
    assertThat(outcomes).as("seed %d", seed).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertOutcome(outcomes.get(i), i, scripts.get(i), seed);
    }
  }

  private enum Step {
    VALID,
    INVALID,
    UNAVAILABLE,
    EXPIRED
  }

  private static List<Step> script(Random random) {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < 4; i++) {
      int choice = random.nextInt(6);
      steps.add(choice < 3 ? Step.VALID : Step.values()[choice - 2]);
    }
    steps.add(Step.VALID);
    return steps;
  }

  private static void assertOutcome(
      Outcome<BasicChatOutput> outcome, int index, List<Step> steps, long seed) {
    int invalid = 0;
    for (Step step : steps) {
      if (step == Step.INVALID && ++invalid == 3) {
        assertThat(BatchAgents.describe(outcome))
            .as("seed %d, item %d, %s", seed, index, steps)
            .isEqualTo("InvalidOutputException");
        assertThat(outcome.usage()).isEqualTo(Usage.of(21, 9));
        return;
      }
      if (step == Step.VALID) {
        break;
      }
    }
    assertThat(BatchAgents.describe(outcome))
        .as("seed %d, item %d, %s", seed, index, steps)
        .isEqualTo(String.valueOf(index));
    int responses = invalid + 1;
    assertThat(outcome.usage())
        .as("seed %d, item %d, %s", seed, index, steps)
        .isEqualTo(Usage.of(7L * responses, 3L * responses));
    assertThat(((Outcome.Success<?>) outcome).result().attempts()).isEqualTo(responses);
  }

  private static ScriptedResponse respond(
      ModelRequest request, List<List<Step>> scripts, Map<Integer, Integer> requests) {
    int item = Integer.parseInt(BatchAgents.name(request));
    int earlier = requests.merge(item, 1, Integer::sum) - 1;
    return switch (scripts.get(item).get(earlier)) {
      case VALID -> BatchAgents.response(String.valueOf(item));
      case INVALID -> ScriptedResponse.text("{}").withUsage(Usage.of(7, 3));
      case UNAVAILABLE ->
          ScriptedResponse.throwing(
              UnavailableException.of(
                  new ProviderError("scripted", 500, null, "Failed.", "{}"), null));
      case EXPIRED ->
          ScriptedResponse.throwing(BatchItemException.of(Reason.EXPIRED, "Request", ""));
    };
  }

  private static Batch<BasicChatInput, BasicChatOutput> batch() {
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        BatchAgents.agent(name -> {
          throw new AssertionError("A live request for item " + name);
        });
    return Batch.of(agent);
  }

  private static ProviderBatch<BasicChatInput, BasicChatOutput> resume(
      String json, List<BasicChatInput> inputs, InMemoryBatches provider) {
    return batch()
        .resume(SubmittedBatch.parse(json), inputs, provider)
        .withReAsk(BatchReAsk.FOLLOW_UP);
  }
}
