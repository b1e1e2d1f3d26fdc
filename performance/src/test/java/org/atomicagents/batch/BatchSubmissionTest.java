package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submissions that are interrupted, or that fail in part. */
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
