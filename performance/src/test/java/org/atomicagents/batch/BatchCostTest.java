package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cost of batches. An item has 7 input tokens and 3 output tokens, and costs 1. */
class BatchCostTest {
  private static final Prices PRICES =
      Prices.ofDollars(TokenRates.of(new BigDecimal("100000"), new BigDecimal("100000")));

  @Test
  void progressAddsUsageAndCost() {
    var snapshots = new ArrayList<BatchProgress>();

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(priced(BatchAgents.model(name -> name).model()))
            .withMaxConcurrency(1)
            .withWindow(1)
            .withProgressListener(snapshots::add)
            .run(BatchAgents.inputs(3).toList());

    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.cost().orElseThrow()).isOne());
    assertThat(snapshots)
        .extracting(progress -> progress.cost().map(BigDecimal::intValueExact))
        .containsExactly(Optional.of(1), Optional.of(2), Optional.of(3));
    assertThat(snapshots.getLast().usage()).isEqualTo(Usage.of(21, 9));
  }

  @Test
  void unknownPriceHasNoCost() {
    var snapshots = new ArrayList<BatchProgress>();

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(BatchAgents.agent(name -> name))
            .withProgressListener(snapshots::add)
            .run(BatchAgents.inputs(2).toList());

    assertThat(outcomes).extracting(Outcome::cost).containsOnly(Optional.empty());
    assertThat(snapshots).extracting(BatchProgress::cost).containsOnly(Optional.empty());
  }

  @Test
  void usageThatIsNotReportedHasNoCost() {
    var model = ScriptedModel.by(request -> ScriptedResponse.text("{\"chat_message\":\"a\"}"));

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(priced(model.model())).run(BatchAgents.inputs(1).toList());

    assertThat(outcomes.getFirst().cost()).isEmpty();
  }

  @Test
  void failedItemsCost() {
    var invalid = ScriptedResponse.text("{}").withUsage(Usage.of(7, 3));
    var model = ScriptedModel.by(request -> invalid);

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(priced(model.model())).run(BatchAgents.inputs(1).toList());

    assertThat(BatchAgents.describe(outcomes.getFirst())).isEqualTo("InvalidOutputException");
    assertThat(outcomes.getFirst().usage()).isEqualTo(Usage.of(21, 9));
    assertThat(outcomes.getFirst().cost().orElseThrow()).isEqualByComparingTo("3");
  }

  @Test
  void noItemIsStartedWhenTheMaximumIsSpent() {
    var model = BatchAgents.model(name -> name);

    try (BatchRun<BasicChatOutput> run =
        Batch.of(priced(model.model()))
            .withMaxConcurrency(2)
            .withMaxCost(new BigDecimal("4"))
            .start(BatchAgents.inputs(1_000))) {
      var outcomes = new ArrayList<Outcome<BasicChatOutput>>();
      run.inInputOrder().forEach(outcomes::add);

      assertThat(model.requests()).hasSize(4);
      assertThat(outcomes.subList(0, 4)).allMatch(Outcome.Success.class::isInstance);
      assertThat(outcomes.subList(4, outcomes.size()))
          .isNotEmpty()
          .hasSizeLessThanOrEqualTo(2)
          .allSatisfy(outcome -> {
            assertThat(((Outcome.Failure<?>) outcome).failure())
                .isInstanceOf(LimitExceededException.class);
            assertThat(outcome.cost().orElseThrow()).isZero();
          });
      assertThat(run.stopReason()).contains(StopReason.COST);
    }
  }

  @Test
  void batchWithinItsMaximumIsNotStopped() {
    try (BatchRun<BasicChatOutput> run =
        Batch.of(priced(BatchAgents.model(name -> name).model()))
            .withMaxCost(new BigDecimal("4"))
            .start(BatchAgents.inputs(4))) {
      assertThat(run.inInputOrder())
          .extracting(BatchAgents::describe)
          .containsExactly("0", "1", "2", "3");
      assertThat(run.stopReason()).isEmpty();
    }
  }

  @Test
  void aMaximumRequiresAPrice() {
    Batch<BasicChatInput, BasicChatOutput> batch =
        Batch.of(BatchAgents.agent(name -> name)).withMaxCost(BigDecimal.ONE);

    assertThatThrownBy(() -> batch.run(BatchAgents.inputs(1).toList()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            The cost of this batch is limited, but the price of its model is not known.
            Add the price to the model with Model.withCatalog, or remove the limit.\
            """);
    assertThatThrownBy(() -> batch.withMaxCost(BigDecimal.ZERO))
        .hasMessage("maxCost: expected more than 0, found 0");
  }

  @Test
  void anUnknownCostStopsALimitedBatch() {
    var model = ScriptedModel.by(request -> ScriptedResponse.text("{\"chat_message\":\"a\"}"));

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(priced(model.model()))
            .withMaxConcurrency(1)
            .withMaxCost(BigDecimal.ONE)
            .run(BatchAgents.inputs(3).toList());

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("a", "ConfigurationException", "ConfigurationException");
    assertThat(model.requests()).hasSize(1);
  }

  @Test
  void replayedItemsKeepTheirCostAndSpendNothing(@TempDir Path folder) {
    var model = BatchAgents.model(name -> name);
    var batch = Batch.of(priced(model.model())).withMaxCost(new BigDecimal("3"));
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();

    try (var journal = BatchJournal.open(folder.resolve("journal"))) {
      List<Outcome<BasicChatOutput>> first = batch.withJournal(journal).run(inputs);
      var snapshots = new ArrayList<BatchProgress>();
      List<Outcome<BasicChatOutput>> again =
          batch.withJournal(journal).withProgressListener(snapshots::add).run(inputs);

      assertThat(again)
          .extracting(outcome -> outcome.cost().orElseThrow().intValueExact())
          .containsExactly(1, 1, 1);
      assertThat(again)
          .extracting(Outcome::usage)
          .isEqualTo(first.stream().map(Outcome::usage).toList());
      assertThat(snapshots.getLast().replayed()).isEqualTo(3);
      assertThat(snapshots.getLast().cost()).isEmpty();
      assertThat(snapshots.getLast().usage()).isEqualTo(Usage.NONE);
    }
  }

  private static AtomicAgent<BasicChatInput, BasicChatOutput> priced(Model model) {
    ModelProfile profile = ModelProfile.ofPrices(model.client().provider(), model.name(), PRICES);
    return AtomicAgent.of(model.withCatalog(ModelCatalog.of(List.of(profile))));
  }
}
