package org.atomicagents.cli.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atomicagents.RunResult;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.source.TextFile;
import org.atomicagents.cli.terminal.RunLog;
import org.atomicagents.cli.terminal.StandardInput;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The command {@code run}: runs an agent of a file and prints its output as JSON. */
@Command(
    name = "run",
    description = "Run an agent defined in a YAML file and print its output as JSON.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:internal error",
      "2:invalid command line or unreadable file",
      "3:invalid agent file",
      "4:the input does not match its schema",
      "5:the model returned no valid output",
      "6:the provider was unreachable, rejected the request, or timed out",
      "130:interrupted"
    },
    footer = {
      "",
      "The input is JSON that matches the input schema of the file, or plain text without an input"
          + " schema. Without --input and --input-file, it is read from standard input."
    })
final class RunCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final int MAX_INPUT_BYTES = 10 << 20;

  private final CommandEnvironment environment;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "AGENT.yaml", description = "The agent file.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "-",
      description = "Read the input from standard input.")
  private @Nullable String standardInputMarker;

  @ArgGroup private @Nullable InputSource source;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER:MODEL",
      converter = ModelOption.Converter.class,
      description =
          "The model to use instead of the file's, at the default address of its provider.")
  private @Nullable ModelOption requestedModel;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print repairs, retries and token usage on standard error.")
  private boolean verbose;

  /** The options that specify the input. */
  static final class InputSource {
    @Option(
        names = "--input",
        paramLabel = "INPUT",
        description = "The input itself; - for standard input.")
    private @Nullable String text;

    @Option(
        names = "--input-file",
        paramLabel = "FILE",
        description = "The file that contains the input; - for standard input.")
    private @Nullable Path file;
  }

  RunCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    AgentFile agent = AgentFile.read(file);
    JsonNode input = agent.input().read(agent.name(), input());
    var log = new RunLog(environment.terminal(), verbose);
    var resolver = new ModelResolver(environment.models());
    ModelChoice choice = resolver.resolve(model(agent));
    log.logModel(choice.name(), choice.isSimulated());
    URI address = requestedModel == null ? agent.baseUrl() : null;
    try (var open = ModelSession.open(environment.models(), choice, address, true)) {
      return runAgent(agent, open.model(), input, log);
    }
  }

  private int runAgent(AgentFile agent, Model model, JsonNode input, RunLog log) {
    RunResult<JsonNode> result = agent.createAgent(model, Listeners.of(log)).call(input);
    environment.terminal().line(result.output().toString());
    log.logResult(result);
    return ExitCode.SUCCESS.number();
  }

  private ModelOption model(AgentFile agent) {
    ModelOption model = requestedModel == null ? agent.model() : requestedModel;
    if (model == null) {
      throw new CommandException(
          ExitCode.AGENT_FILE,
          "%s: expected key \"model\", found none. Add \"model: provider:name\" to the file, or pass --model provider:name."
              .formatted(file));
    }
    return model;
  }

  private String input() {
    if (standardInputMarker != null
        && (source != null || !standardInputMarker.equals(STANDARD_INPUT))) {
      throw usage(
          "Unexpected argument '%s'. Pass the input with --input.".formatted(standardInputMarker));
    }
    if (source == null) {
      return readStandardInput(standardInputMarker != null);
    }
    String text = source.text;
    Path path = source.file == null ? Path.of(STANDARD_INPUT) : source.file;
    if (text != null && !text.equals(STANDARD_INPUT)) {
      return text;
    }
    return path.toString().equals(STANDARD_INPUT) ? readStandardInput(true) : readFile(path);
  }

  private String readStandardInput(boolean isRequested) {
    StandardInput in = environment.input();
    if (in.isTerminal() && !isRequested) {
      throw usage("No input. Pass it with --input or --input-file, or on standard input.");
    }
    try {
      return TextFile.read(in.stream(), MAX_INPUT_BYTES);
    } catch (IOException e) {
      throw unreadable("standard input", e);
    }
  }

  private static String readFile(Path file) {
    try {
      return TextFile.read(file, MAX_INPUT_BYTES);
    } catch (IOException e) {
      throw unreadable("the input file " + file, e);
    }
  }

  private static CommandException unreadable(String source, IOException failure) {
    return new CommandException(
        ExitCode.USAGE, "Cannot read %s: %s.".formatted(source, failure.getMessage()));
  }

  private RuntimeException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
