package org.atomicagents.cli.batch;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomicagents.AtomicAgent;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchJournal;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.BatchSource;
import org.atomicagents.batch.IncompleteSubmissionException;
import org.atomicagents.batch.ProviderBatch;
import org.atomicagents.batch.SubmittedBatch;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.terminal.StopSignal;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.StoreException;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One run of the command {@code batch} with the batch API of a provider: the first one submits the
 * lines, and a later one writes the results.
 *
 * @param reference the file of the reference to the batch
 */
public record ProviderBatchJob(BatchJob job, Path reference) {

  /** Submits the lines, or writes their results if the batch has ended; returns the exit code. */
  public ExitCode run(Model model, BatchClient client) {
    BatchFiles files = job.files();
    if (files.isStandardInput()) {
      throw usage("--provider-batch reads the input again later: expected a file, found -.");
    }
    AtomicAgent<JsonNode, JsonNode> agent =
        job.agentFile().createAgent(job.options().limit(model), Listeners.none());
    try (BatchJournal journal = files.openJournal()) {
      boolean isResumed = journal != null && journal.size() > 0;
      files.checkOutput(isResumed);
      Batch<JsonNode, JsonNode> batch = job.options().batch(agent);
      if (journal != null) {
        batch = batch.withJournal(journal);
      }
      boolean isNew = !Files.exists(reference);
      SubmittedBatch submitted = batch.submit(source(), client, reference);
      if (isNew) {
        note("Submitted %d requests to %s.".formatted(submitted.requests(), client.provider()));
        return ExitCode.SUCCESS;
      }
      ProviderBatch<JsonNode, JsonNode> resumed = batch.resume(submitted, this::source, client);
      BatchStatus status = resumed.poll();
      if (!status.state().isEnd()) {
        note(
            "The batch has not ended: %s, %d of %d requests."
                .formatted(status.state(), status.done(), status.total()));
        return ExitCode.SOME_FAILED;
      }
      return write(resumed, agent, model, journal, isResumed);
    } catch (IncompleteSubmissionException e) {
      Throwable cause = e.getCause();
      throw new CommandException(
          ExitCode.PROVIDER,
          "%s\nTo continue, run: %s"
              .formatted(cause == null ? "" : cause.getMessage(), job.command()));
    } catch (ConfigurationException | StoreException | UncheckedIOException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ExitCode write(
      ProviderBatch<JsonNode, JsonNode> resumed,
      AtomicAgent<JsonNode, JsonNode> agent,
      Model model,
      @Nullable BatchJournal journal,
      boolean isResumed) {
    if (journal != null) {
      job.describe(journal);
    }
    try (var interrupt = StopSignal.install();
        BatchRun<JsonNode> run = resumed.start()) {
      interrupt.guard(run::close);
      return job.run(run, agent, new ProgressText(BatchJob.currency(model)), interrupt, isResumed);
    }
  }

  private BatchSource<JsonNode> source() {
    return job.options().limit(job.files().openInput(job.agentFile(), job.input()));
  }

  private void note(String text) {
    job.terminal().note(text + " To fetch the results, run: " + job.command());
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
