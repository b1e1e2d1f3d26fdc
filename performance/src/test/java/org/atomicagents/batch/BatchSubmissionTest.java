package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TransportException;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submissions that are interrupted, and those that do not belong to the batch. */
class BatchSubmissionTest {
  private static final List<BasicChatInput> INPUTS = BatchAgents.inputs(10).toList();

  /** The process ends here. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final InMemoryBatches provider =
      new InMemoryBatches(4, 5, BatchAgents.responder(name -> name));
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      BatchAgents.agent(name -> "live " + name);
  private final Batch<BasicChatInput, BasicChatOutput> batch = Batch.of(agent);

  @TempDir Path folder;

  @Test
  void aFileIsContinuedAfterAKillBeforeACreation() {
    killIn(() -> provider.beforeCreate = killAt(2));

    assertThat(provider.created()).isEqualTo(1);
    assertContinued();
  }

  @Test
  void aFileIsContinuedAfterAKillBetweenACreationAndItsReference() {
    killIn(() -> provider.afterCreate = killAt(2));

    assertThat(provider.created()).isEqualTo(2);
    assertContinued();
  }

  @Test
  void aSubmissionIsContinuedAfterAKillBeforeTheFirstCreation() {
    killIn(() -> provider.beforeCreate = killAt(1));

    assertThat(provider.created()).isZero();
    assertContinued();
  }

  @Test
  void aCreationInDoubtIsAnErrorWhereTheProviderKeepsNoKeys() throws IOException {
    killIn(() -> provider.afterCreate = killAt(2));
    provider.canFind = false;

    assertThatThrownBy(() -> batch.submit(INPUTS, provider, file()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            """
            The submission was interrupted while scripted created the batch 'aab-[0-9a-f-]{36}-1-2' of 4 requests \\(items 4 to 7\\): it may exist, and be charged.
            Look at the list of batches.
            If it exists, set its "id" in the reference; otherwise remove the entry with this key, and submit again.\
            """);
    assertThat(provider.created()).isEqualTo(2);

    // The user finds it, and sets its id.
    String json = Files.readString(file());
    assertThat(json).contains("\"id\" : null");
    Files.writeString(file(), json.replace("\"id\" : null", "\"id\" : \"batch-2\""));
    assertContinued();
  }

  @Test
  void aCompleteFileIsNotSubmittedAgain() {
    SubmittedBatch first = batch.submit(INPUTS, provider, file());

    SubmittedBatch second = batch.submit(INPUTS, provider, file());

    assertThat(second.toJson()).isEqualTo(first.toJson());
    assertThat(provider.created()).isEqualTo(3);
    assertThat(provider.openUploads).isZero();
  }

  @Test
  void aFileOfAnotherKindIsAnError() throws IOException {
    Files.writeString(file(), "{\"kind\":\"other\"}");

    assertThatThrownBy(() -> batch.submit(INPUTS, provider, file()))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            """
            The file %s is no reference to a submitted batch.
            Not a reference to a submitted batch: expected an object whose "kind" is "atomic-agents-batch".
            Pass the text that SubmittedBatch.toJson() returned.
            Name another file.\
            """
                .formatted(file()));
    assertThat(file()).hasContent("{\"kind\":\"other\"}");
  }

  @Test
  void aFileInUseIsAnError() {
    provider.beforeCreate =
        key -> {
          provider.beforeCreate = other -> {};
          assertThatThrownBy(() -> batch.submit(INPUTS, provider, file()))
              .isInstanceOf(StoreException.class)
              .hasMessageContaining("Wait for the end of the other submission.");
        };

    assertThat(batch.submit(INPUTS, provider, file()).isComplete()).isTrue();
  }

  @Test
  void aFolderThatDoesNotExistIsAnErrorBeforeAnythingIsSent() {
    Path missing = folder.resolve("missing").resolve("file.json");

    assertThatThrownBy(() -> batch.submit(INPUTS, provider, missing))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Check that its folder exists");
    assertThat(provider.created()).isZero();
  }

  @Test
  void theSourceIsClosedAfterAFailureBeforeItsFirstItem() throws IOException {
    Files.writeString(file(), "{}");
    var source = new UnreadSource();

    assertThatThrownBy(() -> batch.submit(source, provider, folder.resolve("missing/file.json")))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> batch.submit(source, provider, file()))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> batch.withMaxCost(BigDecimal.ONE).submit(source, provider))
        .isInstanceOf(ConfigurationException.class);

    assertThat(source.closed).isEqualTo(3);
  }

  @Test
  void aFailureAfterTheFirstBatchHasAReferenceToIt() {
    provider.beforeCreate = failAt(2, BadRequestException.of(error()));

    IncompleteSubmissionException failure =
        catchThrowableOfType(
            IncompleteSubmissionException.class, () -> batch.submit(INPUTS, provider));

    assertThat(failure).hasCauseInstanceOf(BadRequestException.class);
    assertThat(failure)
        .hasMessageStartingWith("The submission failed after 4 requests in 1 batches: scripted")
        .hasMessageEndingWith("Save the reference (submitted()), and continue with Batch.resume.");
    SubmittedBatch reference = SubmittedBatch.parse(failure.submitted().toJson());
    assertThat(reference.isComplete()).isFalse();
    ProviderBatch<BasicChatInput, BasicChatOutput> resumed =
        batch.resume(reference, INPUTS, provider);
    assertThat(resumed.outcomes().stream().map(BatchAgents::describe).distinct())
        .containsExactly("0", "1", "2", "3", "BatchItemException");
    SubmittedBatch complete = resumed.submitFollowUp().orElseThrow();
    assertThat(complete.requests()).isEqualTo(10);
    assertAllOutcomes(SubmittedBatch.parse(complete.toJson()));
  }

  @Test
  void aFailureOfTheInputsAfterTheFirstBatchHasAReferenceToIt() {
    var failure = new IllegalStateException("Connection lost.");
    Iterable<BasicChatInput> failing =
        () ->
            Stream.concat(
                    INPUTS.stream().limit(6),
                    Stream.generate(() -> {
                      throw failure;
                    }))
                .map(BasicChatInput.class::cast)
                .iterator();

    IncompleteSubmissionException thrown =
        catchThrowableOfType(
            IncompleteSubmissionException.class, () -> batch.submit(failing, provider));

    assertThat(thrown).hasRootCause(failure);
    assertThat(thrown.submitted().batches()).extracting(b -> b.id()).containsExactly("batch-1");
    assertThat(provider.openUploads).isZero();
  }

  @Test
  void anInterruptAfterTheFirstBatchHasAReferenceToIt() {
    provider.afterCreate = key -> Thread.currentThread().interrupt();

    IncompleteSubmissionException thrown =
        catchThrowableOfType(
            IncompleteSubmissionException.class, () -> batch.submit(INPUTS, provider));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).hasCauseInstanceOf(CancelledException.class);
    assertThat(thrown.submitted().batches()).extracting(b -> b.id()).containsExactly("batch-1");
  }

  @Test
  void aReferenceThatCannotBeSavedIsInTheException() {
    provider.afterCreate = key -> createDirectory(folder.resolve("questions.json.draft"));

    IncompleteSubmissionException thrown =
        catchThrowableOfType(
            IncompleteSubmissionException.class, () -> batch.submit(INPUTS, provider, file()));

    assertThat(thrown).hasCauseInstanceOf(StoreException.class);
    assertThat(thrown.submitted().batches()).extracting(b -> b.id()).containsExactly("batch-1");
  }

  @Test
  void aRequestThatCannotBeStoredEndsTheSubmission() {
    provider.rejection =
        request -> {
          throw StoreException.of("No space.", null);
        };

    assertThatThrownBy(() -> batch.submit(INPUTS, provider)).hasMessage("No space.");
    assertThat(provider.created()).isZero();
  }

  @Test
  void anInterruptedFollowUpIsNotContinuedAsASubmission() throws IOException {
    provider.beforeCreate = failAt(2, BadRequestException.of(error()));
    assertThatThrownBy(() -> batch.submit(INPUTS, provider, file()))
        .isInstanceOf(IncompleteSubmissionException.class);
    var resumed = batch.resume(reference(), INPUTS, provider);
    provider.beforeCreate =
        key -> {
          if (key.endsWith("-2-2")) {
            throw new Killed();
          }
        };
    assertThatThrownBy(() -> resumed.submitFollowUp(file())).isInstanceOf(Killed.class);
    provider.beforeCreate = key -> {};

    assertThatThrownBy(() -> batch.submit(INPUTS, provider, file()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            The submission was interrupted in its follow-up 1: its first requests cannot be continued.
            Resume the batch with its reference, and submit another follow-up.\
            """);
    assertThat(provider.created()).isEqualTo(2);

    assertThat(batch.resume(reference(), INPUTS, provider).submitFollowUp(file())).isPresent();
    assertAllOutcomes(reference());
  }

  @Test
  void aFailureBeforeTheFirstBatchIsThrownItself() {
    provider.beforeCreate = failAt(1, BadRequestException.of(error()));

    assertThatThrownBy(() -> batch.submit(INPUTS, provider))
        .isInstanceOf(BadRequestException.class);
    assertThat(provider.openUploads).isZero();
  }

  @Test
  void aRequestThatCannotBeSentIsAFailureOfItsItem() {
    provider.rejection =
        request -> {
          if (BatchAgents.name(request.request()).equals("5")) {
            throw BadRequestException.of(error());
          }
        };

    SubmittedBatch submitted = SubmittedBatch.parse(batch.submit(INPUTS, provider).toJson());
    List<Outcome<BasicChatOutput>> outcomes = batch.resume(submitted, INPUTS, provider).outcomes();

    assertThat(submitted.requests()).isEqualTo(9);
    assertThat(outcomes.get(4)).isInstanceOf(Outcome.Success.class);
    assertThat(((Outcome.Failure<?>) outcomes.get(5)).failure())
        .hasMessageStartingWith(
            "Item 5 of batch scripted:batch-2 was not submitted: scripted rejected the request");
  }

  @Test
  void anItemThatTheModelDoesNotAcceptDoesNotAffectTheOthers() {
    provider.rejection =
        request -> {
          if (BatchAgents.name(request.request()).equals("0")) {
            throw ConfigurationException.of("No images of this type.");
          }
        };

    SubmittedBatch submitted = SubmittedBatch.parse(batch.submit(INPUTS, provider).toJson());
    List<Outcome<BasicChatOutput>> outcomes = batch.resume(submitted, INPUTS, provider).outcomes();

    assertThat(submitted.requests()).isEqualTo(9);
    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("BatchItemException 1 2 3 4 5 6 7 8 9".split(" "));
    assertThat(((Outcome.Failure<?>) outcomes.getFirst()).failure())
        .hasMessageContaining("was not submitted: No images of this type.");
    assertThat(batch.resume(submitted, INPUTS, provider).submitFollowUp()).isEmpty();
  }

  @Test
  void aRequestThatTheModelDoesNotAcceptEndsTheSubmission() {
    provider.rejection =
        request -> {
          throw ConfigurationException.of("No such effort.");
        };

    assertThatThrownBy(() -> batch.submit(INPUTS, provider)).hasMessage("No such effort.");
    assertThat(provider.created()).isZero();
  }

  @Test
  void aLostResponseIsResolvedByTheKey() {
    provider.afterCreate =
        failAt(2, TransportException.of("Reset.", TransportException.Stage.RESPONSE, null));

    SubmittedBatch submitted = batch.submit(INPUTS, provider);

    assertThat(provider.created()).isEqualTo(3);
    assertAllOutcomes(submitted);
  }

  @Test
  void aChangedInputIsNamed() {
    SubmittedBatch submitted = batch.submit(INPUTS, provider);
    var changed = new ArrayList<>(INPUTS);
    changed.set(6, BatchAgents.input("other"));

    assertThatThrownBy(() -> batch.resume(submitted, changed, provider).outcomes())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Item 6 is not the input that was submitted: it, or its history, has changed since %s.\nPass the same inputs in the same order, or submit them again."
                .formatted(submitted.created()));
  }

  @Test
  void anotherNumberOfInputsIsAnError() {
    SubmittedBatch submitted = batch.submit(INPUTS, provider);
    List<BasicChatInput> more = BatchAgents.inputs(11).toList();

    assertThatThrownBy(() -> batch.resume(submitted, INPUTS.subList(0, 9), provider).outcomes())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The batch was submitted with 10 inputs, found 9.\n"
                + "Pass the inputs that were submitted.");
    assertThatThrownBy(() -> batch.resume(submitted, more, provider).outcomes())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The batch was submitted with 10 inputs, found more: item 10.\n"
                + "Pass the inputs that were submitted.");
  }

  @Test
  void anotherPromptIsNamed() {
    SubmittedBatch submitted = batch.submit(INPUTS, provider);
    var other = agent.withSystemPrompt(SystemPrompt.text("Be brief."));

    assertThatThrownBy(() -> Batch.of(other).resume(submitted, INPUTS, provider).outcomes())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            """
            The batch was submitted with another agent, model or prompt:
              system prompt: expected sha256:[0-9a-f]{12}, found sha256:[0-9a-f]{12}
            Use the same settings, or submit the inputs again.
            Context that changes between runs, such as a clock, has to be volatile.\
            """);
  }

  @Test
  void anotherModelIsNamed() {
    SubmittedBatch submitted = batch.submit(INPUTS, provider);
    var other = agent.withModel(BatchAgents.model(name -> name).model("gpt-6"));

    assertThatThrownBy(() -> Batch.of(other).resume(submitted, INPUTS, provider).outcomes())
        .hasMessageContaining("\n  model: expected scripted:gpt-5-mini, found scripted:gpt-6\n");
  }

  @Test
  void aWrappedAgentIsRejected() {
    assertThatThrownBy(() -> Batch.of(TimedAgent.of(agent)).submit(INPUTS, provider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            A batch is submitted for an AtomicAgent or a DecisionAgent, found a TimedAgent: an agent around another one decides at each run whether and which requests to send.
            Pass the agent inside, or run the batch live.\
            """);
    Agent<BasicChatInput, BasicChatOutput> own = (input, options) -> agent.prepare(input, options);
    assertThatThrownBy(() -> Batch.of(own).submit(INPUTS, provider))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void settingsThatABatchCannotHaveAreRejected() {
    assertThatThrownBy(() -> batch.withMaxCost(BigDecimal.TEN).submit(INPUTS, provider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The cost of a submitted batch cannot be limited");
    assertThatThrownBy(() ->
            batch.withConversations(input -> ChatHistory.latestTurns(1)).submit(INPUTS, provider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The items of a submitted batch cannot belong to conversations");
    assertThat(provider.created()).isZero();
  }

  @Test
  void aModelOfAnotherProviderIsRejected() {
    ModelClient client =
        new ModelClient() {
          @Override
          public ModelExchange open(ModelRequest request, RunContext context) {
            return ModelExchange.of();
          }

          @Override
          public String provider() {
            return "other";
          }
        };
    var other = agent.withModel(Model.of(client, "m"));

    assertThatThrownBy(() -> Batch.of(other).submit(INPUTS, provider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The batches are those of scripted, but the model is other:m.\n"
                + "Use the batches of the provider of the model.");
  }

  @Test
  void aReferenceOfAnotherAddressIsRejected() {
    String json =
        batch
            .submit(INPUTS, provider)
            .toJson()
            .replace("\"identity\" : \"scripted\"", "\"identity\" : \"scripted https://other\"");

    assertThatThrownBy(() -> batch.resume(SubmittedBatch.parse(json), INPUTS, provider))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The batch was submitted to scripted https://other, but the client is one of"
                + " scripted.\n"
                + "Use a client with the same address.");
  }

  @Test
  void damagedReferencesAreErrors() {
    String json = batch.submit(INPUTS, provider).toJson();

    Stream.of(
            "",
            "[]",
            "{",
            json.substring(0, json.length() / 2),
            json.replace("\"version\" : 1", "\"version\" : 2"),
            json.replace("\"rounds\"", "\"runde\""),
            json.replace("\"items\" : 10", "\"items\" : -1"),
            json.replace("\"first\" : 4", "\"first\" : 1"))
        .forEach(damaged ->
            assertThatThrownBy(() -> SubmittedBatch.parse(damaged))
                .as(damaged)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Not a reference to a submitted batch: "));
  }

  @Test
  void aReferenceIsSmallAndHasNoTexts() {
    var large = new InMemoryBatches(100_000, 1, BatchAgents.responder(name -> name));
    List<BasicChatInput> inputs = BatchAgents.inputs(2_000).toList();

    String json = batch.submit(inputs, large).toJson();

    assertThat(json).hasSizeLessThan(2_000).doesNotContain("<1>").doesNotContain("chat_message");
  }

  private void assertContinued() {
    SubmittedBatch submitted = batch.submit(INPUTS, provider, file());

    assertThat(provider.created()).isEqualTo(3);
    assertThat(provider.entries.values()).extracting(e -> e.key).doesNotHaveDuplicates();
    assertThat(submitted.isComplete()).isTrue();
    assertAllOutcomes(submitted);
  }

  private void assertAllOutcomes(SubmittedBatch submitted) {
    assertThat(batch.resume(submitted, INPUTS, provider).outcomes())
        .extracting(BatchAgents::describe)
        .containsExactlyElementsOf(BatchAgents.names(10));
    assertThat(provider.requests()).hasSize(10);
  }

  /** Submits, and ends the submission as a kill of the process would, apart from its locks. */
  private void killIn(Runnable preparation) {
    preparation.run();
    assertThatThrownBy(() -> batch.submit(INPUTS, provider, file())).isInstanceOf(Killed.class);
    provider.beforeCreate = key -> {};
    provider.afterCreate = key -> {};
  }

  private static Consumer<String> killAt(int number) {
    return key -> {
      if (key.endsWith("-" + number)) {
        throw new Killed();
      }
    };
  }

  private Consumer<String> failAt(int number, RuntimeException failure) {
    return key -> {
      if (key.endsWith("-" + number)) {
        provider.beforeCreate = other -> {};
        provider.afterCreate = other -> {};
        throw failure;
      }
    };
  }

  private static ProviderError error() {
    return new ProviderError("scripted", 400, null, "No.", "{}");
  }

  private static void createDirectory(Path path) {
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SubmittedBatch reference() throws IOException {
    return SubmittedBatch.parse(Files.readString(file()));
  }

  private Path file() {
    return folder.resolve("questions.json");
  }

  /** Counts the calls of {@link #close()}. */
  private static final class UnreadSource implements BatchSource<BasicChatInput> {
    private int closed;

    @Override
    public Optional<BatchItem<BasicChatInput>> next() {
      throw new AssertionError("Expected no read of the source.");
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
