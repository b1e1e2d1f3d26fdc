package org.atomicagents.cli.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.bench.BenchJob;
import org.atomicagents.cli.bench.BenchOptions;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.model.SimulationOptions;
import org.atomicagents.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code bench}: measures an agent of a file at several levels of concurrency. */
@Command(
    name = "bench",
    description = "Measure an agent defined in a YAML file at several levels of concurrency.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every run succeeded",
      "1:internal error",
      "2:invalid command line, or a file that cannot be read or written",
      "3:invalid agent file",
      "4:an input does not match its schema",
      "5:no run of the first warm-up returned a valid output",
      "6:the key of the provider is missing, or it failed all runs of the first warm-up",
      "7:some runs failed or were not started",
      "130:interrupted; the report is partial"
    },
    footer = {
      "",
      "Each line of IN is an input as for './atomic run'. Requests to a provider cost money: the"
          + " number of runs is that of --runs and --warm-up for each level."
    })
final class BenchCommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "AGENT.yaml", description = "The agent file.")
  private Path agentFile = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "IN.jsonl",
      description = "The inputs, one JSON value per line; - for standard input.")
  private Path in = Path.of("");

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report that is one self-contained HTML file.")
  private @Nullable Path html;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report as JSON; - is the same as --output json.")
  private @Nullable Path json;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "The format on standard output. Default: text, which is tables.")
  private ReportFormat format = ReportFormat.TEXT;

  @Option(names = "--overwrite", description = "Replace an existing file that is no report.")
  private boolean mayOverwrite;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER:MODEL",
      converter = ModelOption.Converter.class,
      description =
          "The model to use instead of the file's, at the default address of its provider;"
              + " simulated if neither names one.")
  private @Nullable ModelOption requestedModel;

  @Mixin private BenchOptions options = new BenchOptions();

  @Mixin private SimulationOptions simulation = new SimulationOptions();

  /** The format on standard output. */
  enum ReportFormat {
    TEXT,
    JSON
  }

  BenchCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    reject(options.problem());
    AgentFile agent = AgentFile.read(agentFile);
    ModelOption model = requestedModel == null ? agent.model() : requestedModel;
    ModelChoice choice =
        new ModelResolver(environment.models())
            .resolve(model == null ? ModelOption.parse("simulated") : model);
    reject(simulation.problem(choice.isSimulated()));
    Terminal terminal = environment.terminal();
    Optional<String> settings =
        choice.isSimulated() ? Optional.of(simulation.description()) : Optional.empty();
    terminal.note(
        "Model: "
            + choice.label()
            + settings.map(text -> "; its responses are generated: " + text).orElse("")
            + ".");
    URI address = requestedModel == null ? agent.baseUrl() : null;
    try (var open =
        ModelSession.open(environment.models(), choice, address, simulation.settings())) {
      return new BenchJob(
              agent,
              in,
              options,
              html,
              isStandardOutput() ? null : json,
              format == ReportFormat.JSON || isStandardOutput(),
              mayOverwrite,
              terminal,
              environment.input(),
              LauncherInfo.version())
          .run(open.model(), choice.name(), settings)
          .number();
    }
  }

  private boolean isStandardOutput() {
    return Path.of("-").equals(json);
  }

  private void reject(@Nullable String problem) {
    if (problem != null) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), problem);
    }
  }
}
