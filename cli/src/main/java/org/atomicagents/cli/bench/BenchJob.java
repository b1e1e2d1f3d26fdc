package org.atomicagents.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.batch.ProgressDisplay;
import org.atomicagents.cli.batch.ProgressText;
import org.atomicagents.cli.bench.html.HtmlReport;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.terminal.StandardInput;
import org.atomicagents.cli.terminal.StopSignal;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.price.Prices;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One run of the command {@code bench}.
 *
 * @param inputFile the inputs; {@code -} for standard input
 * @param html the file of the HTML report; null for none
 * @param json the file of the JSON report; null for none
 * @param printsJson whether standard output is JSON instead of tables
 */
public record BenchJob(
    AgentFile agentFile,
    Path inputFile,
    BenchOptions options,
    @Nullable Path html,
    @Nullable Path json,
    boolean printsJson,
    boolean mayOverwrite,
    Terminal terminal,
    StandardInput input,
    String version) {
  private static final Path STANDARD = Path.of("-");

  /**
   * Measures the agent with a model, prints and writes the reports, and returns the exit code.
   *
   * @param modelName the name of the model for display
   * @param simulation the speed and the faults of a simulated model; empty for a real one
   */
  public ExitCode run(Model model, String modelName, Optional<String> simulation) {
    requirePrices(model);
    List<ReportFile> files = files();
    files.forEach(ReportFile::check);
    List<JsonNode> inputs = BenchInputs.read(agentFile, inputFile, input, options.maxInputs());
    LoadPlan plan = options.plan(inputs.size());
    LoadRun<JsonNode> run =
        LoadRun.of(agentFile.createAgent(model, Listeners.none()), inputs, plan);
    var subject =
        new BenchSubject(
            agentFile.name(),
            modelName,
            simulation,
            inputFile.equals(STANDARD) ? "standard input" : String.valueOf(inputFile.getFileName()),
            inputs.size(),
            currency(model),
            BenchSubject.thisMachine(),
            version);
    try (var signal = StopSignal.install()) {
      signal.guard(run::stop);
      var report = new BenchReport(subject, measure(run, subject.currency()));
      write(report);
      if (report.load().stop().filter(LoadStop.INTERRUPTED::equals).isPresent()) {
        return ExitCode.INTERRUPTED;
      }
      return report.load().isComplete() && report.load().failed() == 0
          ? ExitCode.SUCCESS
          : ExitCode.SOME_FAILED;
    }
  }

  private LoadReport measure(LoadRun<JsonNode> run, String currency) {
    var text = new ProgressText(currency);
    ProgressDisplay display =
        ProgressDisplay.start(terminal, text, true, TimeSource.system(), run::progress);
    try (display) {
      return run.measure();
    }
  }

  private void write(BenchReport report) {
    String text = BenchJson.of(report).toString();
    if (printsJson) {
      terminal.line(text);
    } else {
      new BenchTables(report, terminal).print();
    }
    if (printsJson || !terminal.isLive()) {
      report.partialReason().ifPresent(terminal::note);
    }
    if (html != null) {
      write(htmlFile(html), HtmlReport.of(report));
    }
    if (json != null) {
      write(jsonFile(json), text + "\n");
    }
  }

  private void write(ReportFile file, String text) {
    file.write(text);
    terminal.note("Report: " + file.path());
  }

  private List<ReportFile> files() {
    var files = new ArrayList<ReportFile>();
    if (html != null) {
      files.add(htmlFile(html));
    }
    if (json != null) {
      files.add(jsonFile(json));
    }
    for (ReportFile file : files) {
      if (place(file.path()).equals(place(inputFile))) {
        throw new CommandException(
            ExitCode.USAGE,
            "%s: %s is the file of the inputs. Name another file."
                .formatted(file.option(), file.path()));
      }
    }
    if (html != null && json != null && place(html).equals(place(json))) {
      throw new CommandException(
          ExitCode.USAGE, "--html and --json: expected different files, found " + html + ".");
    }
    return files;
  }

  private static Path place(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private ReportFile htmlFile(Path path) {
    return new ReportFile("--html", path, HtmlReport.MARK, mayOverwrite);
  }

  private ReportFile jsonFile(Path path) {
    return new ReportFile("--json", path, BenchJson.FORMAT, mayOverwrite);
  }

  private void requirePrices(Model model) {
    if (options.hasMaxCost() && prices(model).isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--max-cost: the price of the model %s is not known. Remove the option, or use another model."
              .formatted(model));
    }
  }

  private static String currency(Model model) {
    return prices(model).map(Prices::currency).map(Currency::getCurrencyCode).orElse("");
  }

  private static Optional<Prices> prices(Model model) {
    return model.profile().flatMap(ModelProfile::prices);
  }
}
