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
import org.atomicagents.cli.terminal.Terminal;
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

/** Runs an agent that a file describes: an input in, the JSON of the answer out. */
@Command(
    name = "run",
    description = "Run an agent that a YAML file describes; its answer comes as JSON.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:there is an answer",
      "1:the program itself is at fault",
      "2:the command line was not understood, or names a file that can't be read",
      "3:the agent's file is wrong",
      "4:the input doesn't fit its schema",
      "5:the model brought no valid output",
      "6:the provider could not be reached, refused the request, or took too long",
      "130:interrupted"
    },
    footer = {
      "",
      "The input is JSON as the file's input schema has it, or a plain text if it has none. Without"
          + " --input and --input-file it is read from standard input."
    })
final class RunCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final int MAX_INPUT_BYTES = 10 << 20;

  private final CommandEnvironment environment;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "AGENT.yaml", description = "The agent's file.")
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
      description = "The model to ask instead of the file's, at its provider's usual address.")
  private @Nullable ModelOption requestedModel;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell on standard error what was mended, asked again and used.")
  private boolean verbose;

  /** Where the input comes from. */
  static final class InputSource {
    @Option(
        names = "--input",
        paramLabel = "INPUT",
        description = "The input itself; - for standard input.")
    private @Nullable String text;

    @Option(
        names = "--input-file",
        paramLabel = "FILE",
        description = "The file that holds the input; - for standard input.")
    private @Nullable Path file;
  }

  RunCommand(CommandEnvironment surroundings) {
    this.environment = surroundings;
  }

  @Override
  public Integer call() {
    AgentFile agent = AgentFile.read(file);
    JsonNode input = agent.input().read(agent.name(), input());
    var log = new RunLog(environment.terminal(), verbose);
    var search = new ModelResolver(environment.models());
    ModelChoice pick = search.resolve(model(agent));
    log.logModel(pick.name(), pick.isSimulated());
    URI address = requestedModel == null ? agent.baseUrl() : null;
    try (var open = ModelSession.open(environment.models(), pick, address, true)) {
      return runAgent(agent, open.model(), input, log);
    }
  }

  private int runAgent(AgentFile agent, Model model, JsonNode input, RunLog log) {
    RunResult<JsonNode> reply = agent.createAgent(model, Listeners.of(log)).call(input);
    // Escaped where a terminal would obey, the JSON means the same.
    environment.terminal().line(Terminal.escapeControls(reply.output().toString()));
    log.logResult(reply);
    return ExitCode.DONE.number();
  }

  private ModelOption model(AgentFile agent) {
    ModelOption model = requestedModel == null ? agent.model() : requestedModel;
    if (model == null) {
      throw new CommandException(
          ExitCode.AGENT_FILE,
          "%s: expected a key \"model\", found none. Put in \"model: provider:name\", or name it on the command line: --model provider:name."
              .formatted(file));
    }
    return model;
  }

  private String input() {
    if (standardInputMarker != null
        && (source != null || !standardInputMarker.equals(STANDARD_INPUT))) {
      throw usage(
          "Unexpected argument '%s': give the input with --input.".formatted(standardInputMarker));
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

  private String readStandardInput(boolean wanted) {
    StandardInput in = environment.input();
    if (in.isTerminal() && !wanted) {
      throw usage("No input: give it with --input or --input-file, or on standard input.");
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

  private static CommandException unreadable(String what, IOException why) {
    return new CommandException(
        ExitCode.USAGE, "Can't read %s: %s.".formatted(what, why.getMessage()));
  }

  private RuntimeException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
