package org.atomicagents.cli.batch;

import java.io.UncheckedIOException;
import java.util.Currency;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.atomicagents.AtomicAgent;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchJournal;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.BatchSource;
import org.atomicagents.batch.Outcome;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.terminal.StandardInput;
import org.atomicagents.cli.terminal.StopSignal;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.StoreException;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.price.Prices;
import org.atomicagents.time.TimeSource;
import tools.jackson.databind.JsonNode;

/**
 * One run of the command {@code batch}.
 *
 * @param command the command line that continues an interrupted run
 */
public record BatchJob(
    AgentFile agentFile,
    BatchFiles files,
    BatchOptions options,
    Terminal terminal,
    StandardInput input,
    String command) {

  /** Runs the lines with a model, and returns the exit code. */
  public ExitCode run(Model model) {
    options.requirePrices(model);
    AtomicAgent<JsonNode, JsonNode> agent =
        agentFile.createAgent(options.limit(model), Listeners.none());
    var text = new ProgressText(currency(model));
    try (var interrupt = StopSignal.install();
        BatchSource<JsonNode> source = options.limit(files.openInput(agentFile, input));
        BatchJournal journal = files.openJournal()) {
      boolean isResumed = journal != null && journal.size() > 0;
      files.checkOutput(isResumed);
      Batch<JsonNode, JsonNode> batch = options.batch(agent);
      if (journal != null) {
        batch = batch.withJournal(journal);
        describe(journal);
      }
      try (BatchRun<JsonNode> run = batch.start(source)) {
        interrupt.guard(run::close);
        return run(run, agent, text, interrupt, isResumed);
      }
    }
  }

  /** Prints how a journal continues an earlier run. */
  void describe(BatchJournal journal) {
    if (journal.size() > 0) {
      terminal.note("Continuing: the journal has %d results.".formatted(journal.size()));
    }
    int inDoubt = journal.inDoubt().size();
    if (inDoubt > 0) {
      terminal.note(
          "%d %s in progress when the last run ended; their requests are sent again."
              .formatted(inDoubt, inDoubt == 1 ? "line was" : "lines were"));
    }
  }

  /** Writes the outcomes of a run, prints its summary, and returns the exit code. */
  ExitCode run(
      BatchRun<JsonNode> run,
      AtomicAgent<JsonNode, JsonNode> agent,
      ProgressText text,
      StopSignal interrupt,
      boolean isResumed) {
    Map<String, Long> failures = write(run, agent, text, isResumed);
    new BatchSummary(terminal, text, files, command)
        .print(run.progress(), failures, run.stopReason(), interrupt.isTriggered());
    if (interrupt.isTriggered()) {
      return ExitCode.INTERRUPTED;
    }
    return failures.isEmpty() && !run.isStopped() ? ExitCode.SUCCESS : ExitCode.SOME_FAILED;
  }

  /** Writes the outcomes, and returns the number of failures by the type of their exception. */
  private Map<String, Long> write(
      BatchRun<JsonNode> run,
      AtomicAgent<JsonNode, JsonNode> agent,
      ProgressText text,
      boolean isResumed) {
    var failures = new TreeMap<String, Long>();
    boolean isLive = !(files.isStandardOutput() && terminal.isLive());
    var display = ProgressDisplay.start(terminal, text, isLive, TimeSource.system(), run::progress);
    try (display) {
      Iterator<Outcome<JsonNode>> outcomes = run.inInputOrder().iterator();
      // The output of an earlier run is kept if its journal is that of another agent.
      boolean hasOutcome = outcomes.hasNext();
      try (BatchOutput writer = files.openOutput(agent.output(), terminal, isResumed)) {
        while (hasOutcome) {
          Outcome<JsonNode> outcome = outcomes.next();
          writer.write(outcome);
          if (outcome instanceof Outcome.Failure<JsonNode> failure) {
            failures.merge(failure.failure().getClass().getSimpleName(), 1L, Long::sum);
          }
          hasOutcome = outcomes.hasNext();
        }
        writer.complete();
      }
      return failures;
    } catch (ConfigurationException | StoreException | UncheckedIOException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the ISO 4217 code of the prices of a model; empty if they are not known. */
  public static String currency(Model model) {
    Optional<Prices> prices = model.profile().flatMap(ModelProfile::prices);
    return prices.map(Prices::currency).map(Currency::getCurrencyCode).orElse("");
  }
}
