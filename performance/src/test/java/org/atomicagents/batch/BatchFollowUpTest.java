package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Interceptor;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Re-asks of the items of submitted batches, live and by follow-ups. */
class BatchFollowUpTest {
  private final InMemoryBatches provider = InMemoryBatches.echo();
  private final ScriptedModel live = BatchAgents.model(name -> "live " + name);
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      AtomicAgent.of(BatchAgents.priced(live));

  @Test
  void reAsksLiveAtTheStandardRate() {
    var invalid = InMemoryBatches.by(request -> BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(1).toList();

    Outcome<BasicChatOutput> outcome =
        resume(Batch.of(agent).submit(inputs, invalid), inputs, invalid).outcomes().getFirst();

    assertThat(BatchAgents.describe(outcome)).isEqualTo("live 0");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Success.class,
            success -> {
              assertThat(success.result().requests()).isEqualTo(2);
              assertThat(success.result().attempts()).isEqualTo(2);
              assertThat(success.result().usage()).isEqualTo(Usage.of(14, 6));
            });
    assertThat(outcome.cost().orElseThrow()).isEqualByComparingTo("1.5");
    assertThat(live.lastRequest().messages()).hasSizeGreaterThan(2);
  }

  @Test
  void interceptorsSeeOnlyLiveReAsks() {
    var seen = new ArrayList<Integer>();
    Interceptor counting =
        (request, context, chain) -> {
          seen.add(context.requests());
          return chain.proceed(request, context);
        };
    var intercepted = AtomicAgent.of(live.model().with(counting));
    var half =
        InMemoryBatches.by(request ->
            BatchAgents.name(request).equals("0")
                ? BatchAgents.INVALID
                : BatchAgents.named(request));
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();

    Batch<BasicChatInput, BasicChatOutput> batch = Batch.of(intercepted);
    batch.resume(batch.submit(inputs, half), inputs, half).outcomes();

    assertThat(seen).containsExactly(1);
  }

  @Test
  void reAsksByAFollowUp() {
    var improving =
        InMemoryBatches.by(request ->
            request.messages().size() > 2 ? BatchAgents.named(request) : BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();
    ProviderBatch<BasicChatInput, BasicChatOutput> batch =
        resume(Batch.of(agent).submit(inputs, improving), inputs, improving)
            .withReAsk(BatchReAsk.FOLLOW_UP);

    List<Outcome<BasicChatOutput>> before = batch.outcomes();
    SubmittedBatch followUp = batch.submitFollowUp().orElseThrow();
    List<Outcome<BasicChatOutput>> after =
        resume(SubmittedBatch.parse(followUp.toJson()), inputs, improving)
            .withReAsk(BatchReAsk.FOLLOW_UP)
            .outcomes();

    assertThat(before).extracting(BatchAgents::reason).containsOnly(Reason.RE_ASK_PENDING);
    assertThat(((Outcome.Failure<?>) before.get(1)).failure())
        .hasMessage(
            "Item 1 of batch scripted:batch-1 has an invalid response, and its re-ask was not"
                + " submitted.\n"
                + "Submit it again, such as with ProviderBatch.submitFollowUp().");
    assertThat(before.getFirst().usage()).isEqualTo(Usage.of(7, 3));
    assertThat(after).extracting(BatchAgents::describe).containsExactly("0", "1", "2");
    assertThat(after)
        .allSatisfy(outcome -> {
          assertThat(outcome.usage()).isEqualTo(Usage.of(14, 6));
          assertThat(outcome.cost().orElseThrow()).isEqualByComparingTo("1");
        });
    assertThat(followUp.requests()).isEqualTo(6);
    assertThat(followUp.batches()).hasSize(1);
    assertThat(live.requests()).isEmpty();
  }

  @Test
  void aFollowUpOfAnotherProcessIsNotSubmittedAgain(@TempDir Path folder) {
    var invalid = InMemoryBatches.by(request -> BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(2).toList();
    Path file = folder.resolve("file.json");
    SubmittedBatch submitted = Batch.of(agent).submit(inputs, invalid, file);
    var one = resume(submitted, inputs, invalid);
    var other = resume(SubmittedBatch.parse(submitted.toJson()), inputs, invalid);
    SubmittedBatch followUp = one.submitFollowUp(file).orElseThrow();

    assertThatThrownBy(() -> other.submitFollowUp(file))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            """
            The file %s refers to 1 follow-ups of the batch, expected 0: another process has submitted one.
            Resume the batch with the reference in the file.\
            """
                .formatted(file));

    assertThat(invalid.created()).isEqualTo(2);
    assertThat(file).hasContent(followUp.toJson());
    assertThat(one.submitFollowUp(file)).isPresent();
  }

  @Test
  void theReferenceOfAnotherBatchIsNotReplacedByAFollowUp(@TempDir Path folder) {
    var invalid = InMemoryBatches.by(request -> BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(2).toList();
    Path file = folder.resolve("file.json");
    SubmittedBatch first = Batch.of(agent).submit(inputs, invalid, file);
    var second = resume(Batch.of(agent).submit(inputs, invalid), inputs, invalid);

    assertThatThrownBy(() -> second.submitFollowUp(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("refers to another batch")
        .hasMessageEndingWith("Name another file.");

    assertThat(file).hasContent(first.toJson());
  }

  @Test
  void twoFollowUpsAtOnceAreRejected() {
    var invalid = InMemoryBatches.by(request -> BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(2).toList();
    var batch = resume(Batch.of(agent).submit(inputs, invalid), inputs, invalid);
    invalid.beforeCreate =
        key ->
            assertThatThrownBy(batch::submitFollowUp)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Another thread submits a follow-up of this batch.");

    assertThat(batch.submitFollowUp()).isPresent();
    assertThat(invalid.created()).isEqualTo(2);
  }

  @Test
  void aFollowUpThatFailsLeavesTheBatchUnchanged() {
    var invalid = InMemoryBatches.by(request -> BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(2).toList();
    var batch = resume(Batch.of(agent).submit(inputs, invalid), inputs, invalid);
    invalid.beforeCreate =
        key -> {
          throw BadRequestException.of(new ProviderError("scripted", 400, null, "No.", "{}"));
        };

    assertThatThrownBy(batch::submitFollowUp).isInstanceOf(BadRequestException.class);

    // The re-asks are sent live.
    assertThat(batch.outcomes())
        .extracting(BatchAgents::describe)
        .containsExactly("live 0", "live 1");
  }

  @Test
  void aFollowUpThatFailsAfterItsFirstBatchHasAReferenceToIt() {
    var invalid = new InMemoryBatches(2, 2, request -> BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();
    var batch = resume(Batch.of(agent).submit(inputs, invalid), inputs, invalid);
    invalid.beforeCreate =
        key -> {
          if (key.endsWith("-2-2")) {
            throw BadRequestException.of(new ProviderError("scripted", 400, null, "No.", "{}"));
          }
        };

    IncompleteSubmissionException failure =
        catchThrowableOfType(IncompleteSubmissionException.class, batch::submitFollowUp);

    assertThat(failure.submitted().batches()).extracting(b -> b.id()).containsExactly("batch-3");
    SubmittedBatch reference = SubmittedBatch.parse(failure.submitted().toJson());
    // The item that the follow-up did not reach is asked live, and the others a third time.
    assertThat(resume(reference, inputs, invalid).outcomes())
        .extracting(BatchAgents::describe)
        .containsExactly("live 0", "live 1", "live 2");
  }

  @Test
  void itemsOfAFollowUpAreRunAgainInSpiteOfTheJournal(@TempDir Path folder) {
    var improving =
        InMemoryBatches.by(request ->
            request.messages().size() > 2 ? BatchAgents.named(request) : BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(2).toList();
    SubmittedBatch submitted = Batch.of(agent).submit(inputs, improving);
    try (var journal = BatchJournal.open(folder.resolve("journal"))) {
      var batch =
          Batch.of(agent)
              .withJournal(journal)
              .resume(submitted, inputs, improving)
              .withReAsk(BatchReAsk.FOLLOW_UP);

      assertThat(batch.outcomes())
          .extracting(BatchAgents::reason)
          .containsOnly(Reason.RE_ASK_PENDING);
      assertThat(batch.submitFollowUp()).isPresent();
      assertThat(batch.outcomes()).extracting(BatchAgents::describe).containsExactly("0", "1");
      assertThat(batch.submitFollowUp()).isEmpty();
    }
  }

  @Test
  void aFollowUpWithoutRequestsIsNotSubmitted() {
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();
    var batch = resume(Batch.of(agent).submit(inputs, provider), inputs);

    assertThat(batch.submitFollowUp()).isEmpty();
    assertThat(provider.created()).isEqualTo(1);
    assertThat(batch.submitted().batches()).hasSize(1);
  }

  @Test
  void followUpsEndAtTheMaximumOfAttempts() {
    var invalid = InMemoryBatches.by(request -> BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(1).toList();
    var batch =
        resume(Batch.of(agent).submit(inputs, invalid), inputs, invalid)
            .withReAsk(BatchReAsk.FOLLOW_UP);

    assertThat(batch.submitFollowUp()).isPresent();
    assertThat(batch.submitFollowUp()).isPresent();
    assertThat(batch.submitFollowUp()).isEmpty();

    Outcome<BasicChatOutput> outcome = batch.outcomes().getFirst();
    assertThat(BatchAgents.describe(outcome)).isEqualTo("InvalidOutputException");
    assertThat(outcome.usage()).isEqualTo(Usage.of(21, 9));
    assertThat(outcome.cost().orElseThrow()).isEqualByComparingTo("1.5");
  }

  @Test
  void withoutReAsksAnInvalidResponseIsAFailure() {
    var invalid = InMemoryBatches.by(request -> BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(1).toList();

    Outcome<BasicChatOutput> outcome =
        resume(Batch.of(agent).submit(inputs, invalid), inputs, invalid)
            .withReAsk(BatchReAsk.NONE)
            .outcomes()
            .getFirst();

    assertThat(((Outcome.Failure<?>) outcome).failure())
        .isInstanceOfSatisfying(
            InvalidOutputException.class, e -> assertThat(e.attempts()).isEqualTo(1));
    assertThat(outcome.cost().orElseThrow()).isEqualByComparingTo("0.5");
    assertThat(live.requests()).isEmpty();
  }

  @Test
  void journalSavesASecondReAsk(@TempDir Path folder) {
    var invalid = InMemoryBatches.by(request -> BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();
    SubmittedBatch submitted = Batch.of(agent).submit(inputs, invalid);

    for (int time = 0; time < 2; time++) {
      try (var journal = BatchJournal.open(folder.resolve("journal"))) {
        assertThat(
                Batch.of(agent).withJournal(journal).resume(submitted, inputs, invalid).outcomes())
            .extracting(BatchAgents::describe)
            .containsExactly("live 0", "live 1", "live 2");
      }
    }

    assertThat(live.requests()).hasSize(3);
  }

  private ProviderBatch<BasicChatInput, BasicChatOutput> resume(
      SubmittedBatch submitted, List<BasicChatInput> inputs) {
    return resume(submitted, inputs, provider);
  }

  private ProviderBatch<BasicChatInput, BasicChatOutput> resume(
      SubmittedBatch submitted, List<BasicChatInput> inputs, InMemoryBatches client) {
    return Batch.of(agent).resume(submitted, inputs, client);
  }
}
