package org.atomicagents.cli.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.agentfile.PortableAgentFile;
import org.atomicagents.cli.batch.BatchFiles;
import org.atomicagents.cli.batch.BatchJob;
import org.atomicagents.cli.batch.BatchOptions;
import org.atomicagents.cli.batch.ClusterBatch;
import org.atomicagents.cli.batch.ClusterOptions;
import org.atomicagents.cli.batch.ProviderBatchJob;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.terminal.RunLog;
import org.atomicagents.cli.terminal.ShellCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code batch}: runs an agent of a file for each line of a JSON Lines file. */
@Command(
    name = "batch",
    description = "Run an agent defined in a YAML file for each line of a JSON Lines file.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every line succeeded",
      "1:internal error",
      "2:invalid command line, or a file that cannot be read or written",
      "3:invalid agent file",
      "6:the key of the provider is missing, or its batch API failed",
      "7:some lines failed or were not run, or the batch of the provider has not ended",
      "130:interrupted"
    },
    footer = {
      "",
      "Each line of IN is an input as for './atomic run'. OUT has one line for each of them, in the"
          + " same order: {\"index\":0,\"output\":...}, or {\"index\":0,\"error\":...} for a line"
          + " that failed."
    })
final class BatchCommand implements Callable<Integer> {
  private static final Pattern URI_OF_PATH = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]{1,20}:)/");

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
      names = {"-o", "--output"},
      paramLabel = "OUT.jsonl",
      description = "The outputs. Default: standard output, which is also -.")
  private Path out = Path.of("-");

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "Record each result in this file. The same command continues an interrupted run, and"
              + " repeats no request whose result is recorded.")
  private @Nullable Path journal;

  @Option(
      names = "--provider-batch",
      paramLabel = "FILE",
      description =
          "Submit the lines to the batch API of the provider, which processes them within hours at"
              + " a lower price, and keep the reference in this file. The same command, run again"
              + " later, fetches the results.")
  private @Nullable Path reference;

  @Option(names = "--overwrite", description = "Replace an existing output.")
  private boolean mayOverwrite;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER:MODEL",
      converter = ModelOption.Converter.class,
      description =
          "The model to use instead of the file's, at the default address of its provider.")
  private @Nullable ModelOption requestedModel;

  @Mixin private BatchOptions options = new BatchOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  BatchCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    CommandSpec known = Objects.requireNonNull(spec);
    Stream.of(options.problem(), cluster.problem(), clusterProblem())
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(problem -> {
          throw new ParameterException(known.commandLine(), problem);
        });
    AgentFile agent = AgentFile.read(agentFile);
    ModelChoice choice = new ModelResolver(environment.models()).resolve(model(agent));
    if (reference != null && choice.isSimulated()) {
      throw new ParameterException(
          known.commandLine(),
          """
          --provider-batch: the simulated model ends with this command, and its batch with it.
          Use a provider, such as --model anthropic:claude-haiku-5-5, or leave out --provider-batch.\
          """);
    }
    new RunLog(environment.terminal(), false).logModel(choice.name(), choice.isSimulated());
    if (cluster.isCluster()) {
      return cluster.requireEngine().run(clusterBatch(known, choice)).number();
    }
    URI address = requestedModel == null ? agent.baseUrl() : null;
    try (var open = ModelSession.open(environment.models(), choice, address, true)) {
      var job =
          new BatchJob(
              agent,
              new BatchFiles(in, out, journal, mayOverwrite),
              options,
              environment.terminal(),
              environment.input(),
              commandLine(known));
      ExitCode code =
          reference == null
              ? job.run(open.model())
              : new ProviderBatchJob(job, reference)
                  .run(open.model(), open.client().batches().get());
      return code.number();
    }
  }

  private @Nullable String clusterProblem() {
    return cluster.isCluster() && reference != null
        ? "--provider-batch needs no cluster: leave out --on spark"
        : null;
  }

  private ClusterBatch clusterBatch(CommandSpec known, ModelChoice choice) {
    return new ClusterBatch(
        PortableAgentFile.of(agentFile),
        choice,
        requestedModel == null,
        environment.models(),
        given(in),
        given(out),
        journal == null ? null : given(journal),
        mayOverwrite,
        options.limits(),
        cluster,
        environment.terminal(),
        commandLine(known));
  }

  /** Returns a path as it was given: a path of Java has lost one of the slashes of a URI. */
  private static String given(Path path) {
    return URI_OF_PATH.matcher(path.toString()).replaceFirst("$1//");
  }

  private ModelOption model(AgentFile agent) {
    ModelOption model = requestedModel == null ? agent.model() : requestedModel;
    if (model == null) {
      throw new CommandException(
          ExitCode.AGENT_FILE,
          "%s: expected key \"model\", found none. Add \"model: provider:name\" to the file, or pass --model provider:name."
              .formatted(agentFile));
    }
    return model;
  }

  private static String commandLine(CommandSpec spec) {
    List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
    return "./atomic "
        + arguments.stream().map(ShellCommand::quoted).collect(Collectors.joining(" "));
  }
}
