package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.batch.BatchResult;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchStatus.State;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;

/** Batches that a provider processes. An item costs 1 live, and 0.5 in a batch. */
class ProviderBatchTest {
  private final InMemoryBatches provider = InMemoryBatches.echo();
  private final ScriptedModel live = BatchAgents.model(name -> "live " + name);
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      AtomicAgent.of(BatchAgents.priced(live));

  @Test
  void returnsTheOutcomesInInputOrder() {
    List<BasicChatInput> inputs = BatchAgents.inputs(20).toList();
    SubmittedBatch submitted = Batch.of(agent).submit(inputs, provider);

    List<Outcome<BasicChatOutput>> outcomes = resume(submitted, inputs).outcomes();

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactlyElementsOf(BatchAgents.names(20));
    assertThat(live.requests()).isEmpty();
    assertThat(provider.openUploads).isZero();
  }

  @Test
  void continuesInAnotherProcessFromTheJson() {
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();
    String json = Batch.of(agent).submit(inputs, provider).toJson();

    SubmittedBatch parsed = SubmittedBatch.parse(json);
    var again = AtomicAgent.of(BatchAgents.priced(BatchAgents.model(name -> "other")));
    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(again).resume(parsed, inputs, provider).outcomes();

    assertThat(parsed.toJson()).isEqualTo(json);
    assertThat(parsed.items()).isEqualTo(3);
    assertThat(parsed.requests()).isEqualTo(3);
    assertThat(parsed.isComplete()).isTrue();
    assertThat(outcomes).extracting(BatchAgents::describe).containsExactly("0", "1", "2");
  }

  @Test
  void countsOneRequestAtTheBatchRate() {
    List<BasicChatInput> inputs = BatchAgents.inputs(1).toList();

    Outcome<BasicChatOutput> outcome =
        resume(Batch.of(agent).submit(inputs, provider), inputs).outcomes().getFirst();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Success.class,
            success -> {
              assertThat(success.result().requests()).isEqualTo(1);
              assertThat(success.result().attempts()).isEqualTo(1);
              assertThat(success.result().usage()).isEqualTo(Usage.of(7, 3));
              assertThat(success.isReplayed()).isFalse();
            });
    assertThat(outcome.cost().orElseThrow()).isEqualByComparingTo("0.5");
  }

  @Test
  void largeResultsHaveTimeForTheirDownload() {
    List<BasicChatInput> inputs = BatchAgents.inputs(1).toList();

    resume(Batch.of(agent).submit(inputs, provider), inputs).outcomes();

    // The largest files have some gigabytes.
    assertThat(provider.downloadTimeout).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void splitsAtTheLimitOfTheProvider() {
    var small = new InMemoryBatches(4, 2, BatchAgents.responder(name -> name));
    List<BasicChatInput> inputs = BatchAgents.inputs(10).toList();

    SubmittedBatch submitted = Batch.of(agent).submit(inputs, small);

    assertThat(submitted.batches()).hasSize(3);
    assertThat(small.entries.values()).extracting(e -> e.requests.size()).containsExactly(4, 4, 2);
    assertThat(small.entries.values()).extracting(e -> e.key).doesNotHaveDuplicates();
    assertThat(resume(submitted, inputs, small).poll().total()).isEqualTo(10);
    assertThat(resume(submitted, inputs, small).outcomes())
        .extracting(BatchAgents::describe)
        .containsExactlyElementsOf(BatchAgents.names(10));
  }

  @Test
  void theStatusOfSeveralBatchesIsThatOfTheLeastCompleteOne() {
    var small = new InMemoryBatches(4, 0, BatchAgents.responder(name -> name));
    List<BasicChatInput> inputs = BatchAgents.inputs(10).toList();
    SubmittedBatch submitted = Batch.of(agent).submit(inputs, small);
    ProviderBatch<BasicChatInput, BasicChatOutput> resumed = resume(submitted, inputs, small);
    small.status(submitted.batches().getFirst(), Duration.ofMinutes(1));

    small.state = State.PENDING;
    assertThat(resumed.poll().state()).isEqualTo(State.RUNNING);
    small.state = State.CANCELLING;
    assertThat(resumed.poll().state()).isEqualTo(State.CANCELLING);
    small.state = State.EXPIRED;
    assertThat(resumed.poll().state()).isEqualTo(State.EXPIRED);
  }

  @Test
  void equalInputsAreItemsOfTheirOwn() {
    List<BasicChatInput> inputs =
        List.of(BatchAgents.input("a"), BatchAgents.input("a"), BatchAgents.input("b"));
    SubmittedBatch submitted = Batch.of(agent).submit(inputs, provider);

    assertThat(resume(submitted, inputs).outcomes())
        .extracting(BatchAgents::describe)
        .containsExactly("a", "a", "b");
    assertThat(submitted.requests()).isEqualTo(3);
  }

  @Test
  void resultsOfUnknownRequestsAreIgnored() {
    provider.results =
        results -> {
          var more = new ArrayList<>(results);
          BatchResult any = results.getFirst();
          more.add(0, renamed(any, "unknown"));
          more.add(0, renamed(any, "i7-0123456789abcdef"));
          more.add(0, renamed(any, "i99999999999999999999-0123456789abcdef"));
          more.add(any);
          return more;
        };
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();

    assertThat(resume(Batch.of(agent).submit(inputs, provider), inputs).outcomes())
        .extracting(BatchAgents::describe)
        .containsExactly("0", "1", "2");
  }

  @Test
  void aResponseReplacesAFailureOfTheSameRequest() {
    provider.results =
        results -> {
          var more = new ArrayList<>(results);
          String id = results.getFirst().id();
          var missing = BatchItemException.of(Reason.MISSING, id, "");
          more.add(0, new BatchResult.Failed(id, missing));
          more.add(new BatchResult.Failed(id, missing));
          return more;
        };
    List<BasicChatInput> inputs = BatchAgents.inputs(2).toList();

    assertThat(resume(Batch.of(agent).submit(inputs, provider), inputs).outcomes())
        .extracting(BatchAgents::describe)
        .containsExactly("0", "1");
  }

  @Test
  void aMissingResultIsAFailureThatCanBeSubmittedAgain() {
    provider.results =
        results -> results.stream().filter(result -> !result.id().startsWith("i1-")).toList();
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();
    var batch = resume(Batch.of(agent).submit(inputs, provider), inputs);

    List<Outcome<BasicChatOutput>> before = batch.outcomes();
    SubmittedBatch next = batch.submitFollowUp().orElseThrow();

    assertThat(before)
        .extracting(BatchAgents::describe)
        .containsExactly("0", "BatchItemException", "2");
    assertThat(BatchAgents.reason(before.get(1))).isEqualTo(Reason.MISSING);
    assertThat(before.get(1).cost()).contains(BigDecimal.ZERO);
    assertThat(live.requests()).isEmpty();
    assertThat(next.requests()).isEqualTo(4);
  }

  @Test
  void cancelledItemsAreSubmittedAgain() {
    provider.state = State.RUNNING;
    provider.results = results -> results.stream().filter(r -> r.id().startsWith("i0-")).toList();
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();
    var batch = resume(Batch.of(agent).submit(inputs, provider), inputs);

    assertThat(batch.poll().state()).isEqualTo(State.RUNNING);
    batch.cancel();
    assertThat(batch.poll().state()).isEqualTo(State.CANCELLED);
    List<Outcome<BasicChatOutput>> partial = batch.outcomes();
    provider.state = State.COMPLETED;
    batch.submitFollowUp();
    provider.results = results -> results;

    assertThat(partial)
        .extracting(BatchAgents::reason)
        .containsExactly(null, Reason.CANCELLED, Reason.CANCELLED);
    assertThat(batch.outcomes()).extracting(BatchAgents::describe).containsExactly("0", "1", "2");
    assertThat(provider.requests()).hasSize(5);
  }

  @Test
  void aFailedCancellationDoesNotPreventTheOthers() {
    var small = new InMemoryBatches(1, 2, BatchAgents.responder(name -> name));
    small.state = State.RUNNING;
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();
    var batch = resume(Batch.of(agent).submit(inputs, small), inputs, small);
    small.beforeCancel =
        handle -> {
          if (handle.id().equals("batch-1")) {
            throw BadRequestException.of(new ProviderError("scripted", 400, null, "No.", "{}"));
          }
        };

    assertThatThrownBy(batch::cancel).isInstanceOf(BadRequestException.class);

    assertThat(small.entries.values())
        .extracting(entry -> entry.end)
        .containsExactly(null, State.CANCELLED, State.CANCELLED);
  }

  @Test
  void anErrorOfOneItemDoesNotAffectTheOthers() {
    var error = new ProviderError("scripted", 400, "req_1", "Unknown schema", "{}");
    var failing =
        InMemoryBatches.by(request ->
            BatchAgents.name(request).equals("1")
                ? ScriptedResponse.throwing(BadRequestException.of(error))
                : BatchAgents.named(request));
    List<BasicChatInput> inputs = BatchAgents.inputs(3).toList();
    var batch = resume(Batch.of(agent).submit(inputs, failing), inputs, failing);

    List<Outcome<BasicChatOutput>> outcomes = batch.outcomes();

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("0", "BadRequestException", "2");
    assertThat(((Outcome.Failure<?>) outcomes.get(1)).failure())
        .hasMessageStartingWith(
            "scripted rejected the request (400, request req_1): Unknown schema");
    assertThat(live.requests()).isEmpty();
    assertThat(batch.submitFollowUp()).isEmpty();
  }

  @Test
  void aRejectedBatchHasItsReason() {
    provider.state = State.FAILED;
    List<BasicChatInput> inputs = BatchAgents.inputs(1).toList();
    SubmittedBatch submitted = Batch.of(agent).submit(inputs, provider);
    provider.entries.values().forEach(entry -> entry.message = "Line 1 is no JSON.");

    Outcome<BasicChatOutput> outcome = resume(submitted, inputs).outcomes().getFirst();

    assertThat(((Outcome.Failure<?>) outcome).failure())
        .hasMessage(
            "Item 0 of batch scripted:batch-1 was not processed, since the provider rejected the"
                + " batch: Line 1 is no JSON.\n"
                + "Submit it again, such as with ProviderBatch.submitFollowUp().");
    assertThat(provider.downloads).isZero();
  }

  @Test
  void aCutResponseIsRepeated() {
    var cut = ScriptedResponse.text("{\"chat_mess").withFinish(FinishReason.LENGTH);
    var truncating = InMemoryBatches.by(request -> cut);
    List<BasicChatInput> inputs = BatchAgents.inputs(1).toList();
    var batch = resume(Batch.of(agent).submit(inputs, truncating), inputs, truncating);

    assertThat(BatchAgents.describe(batch.outcomes().getFirst())).isEqualTo("live 0");
    Outcome<BasicChatOutput> failed = batch.withReAsk(BatchReAsk.NONE).outcomes().getFirst();
    assertThat(((Outcome.Failure<?>) failed).failure()).isInstanceOf(TruncatedException.class);
  }

  @Test
  void aRefusalIsAFailure() {
    var refusing = InMemoryBatches.by(request -> ScriptedResponse.refusal("No."));
    List<BasicChatInput> inputs = BatchAgents.inputs(1).toList();

    Outcome<BasicChatOutput> outcome =
        resume(Batch.of(agent).submit(inputs, refusing), inputs, refusing).outcomes().getFirst();

    assertThat(((Outcome.Failure<?>) outcome).failure()).isInstanceOf(ModelRefusalException.class);
    assertThat(live.requests()).isEmpty();
  }

  @Test
  void resultsThatAreCutOffAreReadAgain() {
    provider.cutResultsAfter = 2;
    List<BasicChatInput> inputs = BatchAgents.inputs(5).toList();

    assertThat(resume(Batch.of(agent).submit(inputs, provider), inputs).outcomes())
        .extracting(BatchAgents::describe)
        .containsExactly("0", "1", "2", "3", "4");
    assertThat(provider.downloads).isEqualTo(2);
  }

  @Test
  void outcomesOfABatchThatHasNotEndedAreRejected() {
    provider.state = State.RUNNING;
    List<BasicChatInput> inputs = BatchAgents.inputs(2).toList();
    var batch = resume(Batch.of(agent).submit(inputs, provider), inputs);

    assertThatThrownBy(batch::outcomes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The batch has not ended: it is RUNNING, with 0 of 2 requests.\n"
                + "Wait with await, or poll until its state is an end.");
  }

  @Test
  void awaitsTheEnd() {
    provider.state = State.PENDING;
    var clock =
        new SteppedClock(sleeps -> {
          provider.state = sleeps >= 3 ? State.COMPLETED : State.RUNNING;
        });
    List<BasicChatInput> inputs = BatchAgents.inputs(2).toList();
    Batch<BasicChatInput, BasicChatOutput> batch = Batch.of(agent).withTimeSource(clock);

    BatchStatus status =
        batch.resume(batch.submit(inputs, provider), inputs, provider).await(Duration.ofHours(24));

    assertThat(status.state()).isEqualTo(State.COMPLETED);
    assertThat(status.succeeded()).isEqualTo(2);
    assertThat(clock.slept())
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofMillis(4_500));
  }

  @Test
  void awaitingEndsAtTheTimeout() {
    provider.state = State.RUNNING;
    var clock = new SteppedClock(sleeps -> {});
    List<BasicChatInput> inputs = BatchAgents.inputs(1).toList();
    Batch<BasicChatInput, BasicChatOutput> batch = Batch.of(agent).withTimeSource(clock);
    var resumed = batch.resume(batch.submit(inputs, provider), inputs, provider);

    assertThatThrownBy(() -> resumed.await(Duration.ofSeconds(4)))
        .isInstanceOf(TimedOutException.class);
    assertThat(clock.slept()).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  @Test
  void eachItemHasAForkOfTheHistory() {
    ChatHistory history = ChatHistory.latestTurns(10);
    agent.run(BatchAgents.input("before"), RunOptions.history(history));
    List<BasicChatInput> inputs = BatchAgents.inputs(2).toList();
    Batch<BasicChatInput, BasicChatOutput> batch =
        Batch.of(agent).withOptions(RunOptions.history(history));
    SubmittedBatch submitted = batch.submit(inputs, provider);

    List<Outcome<BasicChatOutput>> outcomes = batch.resume(submitted, inputs, provider).outcomes();

    assertThat(outcomes).extracting(BatchAgents::describe).containsExactly("0", "1");
    assertThat(provider.requests().getLast().request().messages()).hasSize(4);
    assertThat(history.messages()).hasSize(2);
  }

  @Test
  void invalidInputsAreNotSubmitted() {
    var source =
        List.of(
            BatchItem.of(BatchAgents.input("0")),
            BatchItem.<BasicChatInput>invalid(new IllegalArgumentException("bad line")),
            BatchItem.of(BatchAgents.input("2")));
    Batch<BasicChatInput, BasicChatOutput> batch = Batch.of(agent);

    SubmittedBatch submitted = batch.submit(source(source), provider);
    List<Outcome<BasicChatOutput>> outcomes =
        batch.resume(submitted, () -> source(source), provider).outcomes();

    assertThat(submitted.items()).isEqualTo(3);
    assertThat(submitted.requests()).isEqualTo(2);
    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("0", "IllegalArgumentException", "2");
  }

  @Test
  void noInputsNeedNoBatch() {
    Batch<BasicChatInput, BasicChatOutput> batch = Batch.of(agent);
    SubmittedBatch submitted = batch.submit(List.of(), provider);
    var resumed = batch.resume(submitted, List.of(), provider);

    assertThat(provider.created()).isZero();
    assertThat(resumed.poll().state()).isEqualTo(State.COMPLETED);
    assertThat(resumed.outcomes()).isEmpty();
  }

  @Test
  void limitsOfTheOptionsApply() {
    var invalid = InMemoryBatches.by(request -> BatchAgents.INVALID);
    List<BasicChatInput> inputs = BatchAgents.inputs(1).toList();
    Batch<BasicChatInput, BasicChatOutput> batch =
        Batch.of(agent)
            .withOptions(RunOptions.defaults().withLimits(RunLimits.defaults().withMaxAttempts(1)));

    Outcome<BasicChatOutput> outcome =
        batch.resume(batch.submit(inputs, invalid), inputs, invalid).outcomes().getFirst();

    assertThat(BatchAgents.describe(outcome)).isEqualTo("InvalidOutputException");
    assertThat(live.requests()).isEmpty();
  }

  private ProviderBatch<BasicChatInput, BasicChatOutput> resume(
      SubmittedBatch submitted, List<BasicChatInput> inputs) {
    return resume(submitted, inputs, provider);
  }

  private ProviderBatch<BasicChatInput, BasicChatOutput> resume(
      SubmittedBatch submitted, List<BasicChatInput> inputs, InMemoryBatches client) {
    return Batch.of(agent).resume(submitted, inputs, client);
  }

  private static BatchResult renamed(BatchResult result, String id) {
    return new BatchResult.Succeeded(id, ((BatchResult.Succeeded) result).events());
  }

  private static BatchSource<BasicChatInput> source(List<BatchItem<BasicChatInput>> items) {
    var left = new ArrayList<>(items);
    return () -> left.isEmpty() ? Optional.empty() : Optional.of(left.removeFirst());
  }
}
