package org.atomicagents.cli.batch;

import java.util.Currency;
import java.util.Optional;
import java.util.TreeMap;
import org.atomicagents.AtomicAgent;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchRun;
import org.atomicagents.batch.BatchSource;
import org.atomicagents.batch.JsonLinesWriter;
import org.atomicagents.batch.Outcome;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.terminal.StandardInput;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.TimeSource;
import org.atomicagents.price.Prices;
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
    AtomicAgent<JsonNode, JsonNode> agent =
        agentFile.createAgent(options.limit(model), Listeners.none());
    Batch<JsonNode, JsonNode> batch = options.batch(agent);
    var text = new ProgressText(currency(model));
    try (var interrupt = BatchInterrupt.install();
        BatchSource<JsonNode> source = options.limit(files.openInput(agentFile, input));
        JsonLinesWriter<JsonNode> writer = files.openOutput(agent.output(), false, terminal)) {
      return run(batch, source, writer, text, interrupt);
    }
  }

  private ExitCode run(
      Batch<JsonNode, JsonNode> batch,
      BatchSource<JsonNode> source,
      JsonLinesWriter<JsonNode> writer,
      ProgressText text,
      BatchInterrupt interrupt) {
    var failures = new TreeMap<String, Long>();
    boolean isLive = !(files.isStandardOutput() && terminal.isLive());
    try (BatchRun<JsonNode> run = batch.start(source)) {
      interrupt.guard(run);
      try (var display =
          ProgressDisplay.start(terminal, text, isLive, TimeSource.system(), run::progress)) {
        for (Outcome<JsonNode> outcome : run.inInputOrder()) {
          writer.write(outcome);
          if (outcome instanceof Outcome.Failure<JsonNode> failure) {
            failures.merge(failure.failure().getClass().getSimpleName(), 1L, Long::sum);
          }
        }
      }
      new BatchSummary(terminal, text, files, options, command)
          .print(run.progress(), failures, run.stopReason(), interrupt.isTriggered());
      if (interrupt.isTriggered()) {
        return ExitCode.INTERRUPTED;
      }
      return run.progress().failed() == 0 && !run.isStopped()
          ? ExitCode.SUCCESS
          : ExitCode.SOME_FAILED;
    }
  }

  private static String currency(Model model) {
    Optional<Prices> prices = model.profile().flatMap(ModelProfile::prices);
    return prices.map(Prices::currency).map(Currency::getCurrencyCode).orElse("");
  }
}
