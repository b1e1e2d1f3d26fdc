package org.atomicagents.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atomicagents.RunResult;
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
  private static final int LONGEST_INPUT = 10 << 20;

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "AGENT.yaml", description = "The agent's file.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "-",
      description = "Read the input from standard input.")
  private @Nullable String dash;

  @ArgGroup private @Nullable Source source;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER:MODEL",
      converter = ModelName.Converter.class,
      description = "The model to ask instead of the file's, at its provider's usual address.")
  private @Nullable ModelName asked;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell on standard error what was mended, asked again and used.")
  private boolean verbose;

  /** Where the input comes from. */
  static final class Source {
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

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    AgentFile agent = AgentFile.read(file);
    JsonNode input = agent.input().read(agent.name(), input());
    var log = new RunLog(surroundings.terminal(), verbose);
    var search = new ModelSearch(surroundings.models());
    Pick pick = search.pick(model(agent));
    log.picked(pick.name(), pick.isSimulated());
    URI address = asked == null ? agent.baseUrl() : null;
    try (var open = OpenModel.open(surroundings.models(), pick, address, true)) {
      return answer(agent, open.model(), input, log);
    }
  }

  private int answer(AgentFile agent, Model model, JsonNode input, RunLog log) {
    RunResult<JsonNode> reply = agent.on(model, Listeners.of(log)).call(input);
    // Escaped where a terminal would obey, the JSON means the same.
    surroundings.terminal().line(Terminal.clean(reply.output().toString()));
    log.answered(reply);
    return ExitCode.DONE.number();
  }

  private ModelName model(AgentFile agent) {
    ModelName model = asked == null ? agent.model() : asked;
    if (model == null) {
      throw new CommandFailure(
          ExitCode.AGENT_FILE,
          "%s: expected a key \"model\", found none. Put in \"model: provider:name\", or name it on the command line: --model provider:name."
              .formatted(file));
    }
    return model;
  }

  private String input() {
    if (dash != null && (source != null || !dash.equals(STANDARD_INPUT))) {
      throw usage("Unexpected argument '%s': give the input with --input.".formatted(dash));
    }
    if (source == null) {
      return piped(dash != null);
    }
    String text = source.text;
    Path path = source.file == null ? Path.of(STANDARD_INPUT) : source.file;
    if (text != null && !text.equals(STANDARD_INPUT)) {
      return text;
    }
    return path.toString().equals(STANDARD_INPUT) ? piped(true) : ofFile(path);
  }

  private String piped(boolean wanted) {
    StandardInput in = surroundings.input();
    if (in.isTerminal() && !wanted) {
      throw usage("No input: give it with --input or --input-file, or on standard input.");
    }
    try {
      return TextFile.read(in.stream(), LONGEST_INPUT);
    } catch (IOException e) {
      throw unreadable("standard input", e);
    }
  }

  private static String ofFile(Path file) {
    try {
      return TextFile.read(file, LONGEST_INPUT);
    } catch (IOException e) {
      throw unreadable("the input file " + file, e);
    }
  }

  private static CommandFailure unreadable(String what, IOException why) {
    return new CommandFailure(
        ExitCode.USAGE, "Can't read %s: %s.".formatted(what, why.getMessage()));
  }

  private RuntimeException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
