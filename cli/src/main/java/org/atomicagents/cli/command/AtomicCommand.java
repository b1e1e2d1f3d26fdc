package org.atomicagents.cli.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.source.SpellingSuggestion;
import org.atomicagents.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code atomic}: runs the subcommand and maps failures to exit codes. */
@Command(
    name = "atomic",
    description = "Small, typed, fast LLM agents.",
    mixinStandardHelpOptions = true,
    versionProvider = AtomicCommand.VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:success", "1:the command failed", "2:invalid command line"},
    footer = {
      "",
      "Start with './atomic demo', which needs no API key.",
      "'./atomic run', 'chat', 'batch', 'bench' and 'doctor' have more exit codes; see their"
          + " --help.",
      "Results are written to standard output, everything else to standard error."
    })
public final class AtomicCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  private AtomicCommand() {}

  /** Runs the subcommand given by the arguments and returns the exit code. */
  public static int run(CommandEnvironment environment, String... arguments) {
    var atomic = new AtomicCommand();
    var line =
        new CommandLine(atomic)
            .addSubcommand(new DemoCommand(environment))
            .addSubcommand(new ChatCommand(environment))
            .addSubcommand(new RunCommand(environment))
            .addSubcommand(new BatchCommand(environment))
            .addSubcommand(new BenchCommand(environment))
            .addSubcommand(new TokensCommand(environment))
            .addSubcommand(new DoctorCommand(environment))
            .addSubcommand(new CommandLine.HelpCommand());
    Terminal terminal = environment.terminal();
    line.setOut(terminal.help());
    line.setErr(terminal.err());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
    line.getSubcommands().values().forEach(subcommand -> subcommand.setUsageHelpAutoWidth(true));
    line.setExecutionExceptionHandler((failure, failed, result) -> {
      int code = new FailurePrinter(terminal, atomic.debug).print(failure);
      Object command = failed.getCommand();
      boolean hasDetailedCodes =
          command instanceof RunCommand
              || command instanceof ChatCommand
              || command instanceof BatchCommand
              || command instanceof BenchCommand
              || command instanceof DoctorCommand;
      return hasDetailedCodes ? ExitCode.of(failure).number() : code;
    });
    line.setParameterExceptionHandler((failure, given) -> usageError(failure, terminal));
    // An input may begin with @, which must not be read as an argument file.
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    int code = line.execute(arguments);
    terminal.out().flush();
    if (code == ExitCode.SUCCESS.number() && terminal.hasOutputFailed()) {
      terminal.error(
          "The output is incomplete: standard output could not be written. Its disk may be full, or"
              + " its reader may have closed it.");
      code = ExitCode.FAILED.number();
    }
    terminal.err().flush();
    return code;
  }

  // The complete usage text would hide the error.
  private static int usageError(ParameterException failure, Terminal terminal) {
    PrintWriter err = terminal.err();
    terminal.error(String.valueOf(failure.getMessage()));
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    String nearest = nearest(failure, command);
    if (nearest != null) {
      err.println("Did you mean " + nearest + "?");
    }
    err.println("Try: ./atomic help" + (command.parent() == null ? "" : " " + command.name()));
    return ExitCode.USAGE.number();
  }

  private static @Nullable String nearest(ParameterException failure, CommandSpec command) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return null;
    }
    var known = new ArrayList<>(command.subcommands().keySet());
    known.addAll(command.optionsMap().keySet());
    return SpellingSuggestion.of(unmatched.getUnmatched().getFirst(), known);
  }

  @Override
  public void run() {
    CommandSpec known = spec;
    if (known != null) {
      throw new ParameterException(known.commandLine(), "Missing command");
    }
  }

  /** Provides the text of {@code --version}. */
  static final class VersionProvider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "atomic " + LauncherInfo.version(),
        "Java "
            + System.getProperty("java.runtime.version")
            + " at "
            + System.getProperty("java.home")
      };
    }
  }
}
