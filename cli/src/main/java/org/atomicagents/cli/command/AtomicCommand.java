package org.atomicagents.cli.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.source.SpellingSuggestion;
import org.atomicagents.cli.terminal.AnsiStyle;
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

/** The command {@code atomic}: finds the command meant, and turns what fails into an exit code. */
@Command(
    name = "atomic",
    description = "Small, typed, fast LLM agents.",
    mixinStandardHelpOptions = true,
    versionProvider = AtomicCommand.VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the command failed", "2:the command line was not understood"},
    footer = {
      "",
      "Begin with './atomic demo': it needs no key.",
      "'./atomic run' and './atomic chat' have exit codes of their own: see their --help.",
      "Results go to standard output, everything else to standard error."
    })
public final class AtomicCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error came from.")
  private boolean debug;

  private AtomicCommand() {}

  /** Runs the command that the arguments name; gives back the exit code. */
  public static int run(CommandEnvironment surroundings, String... arguments) {
    var atomic = new AtomicCommand();
    var line =
        new CommandLine(atomic)
            .addSubcommand(new DemoCommand(surroundings))
            .addSubcommand(new ChatCommand(surroundings))
            .addSubcommand(new RunCommand(surroundings))
            .addSubcommand(new DoctorCommand(surroundings))
            .addSubcommand(new CommandLine.HelpCommand());
    Terminal terminal = surroundings.terminal();
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
    line.getSubcommands().values().forEach(each -> each.setUsageHelpAutoWidth(true));
    line.setExecutionExceptionHandler((failure, failed, result) -> {
      int code = new FailurePrinter(terminal, atomic.debug).print(failure);
      Object command = failed.getCommand();
      boolean tellsWho = command instanceof RunCommand || command instanceof ChatCommand;
      return tellsWho ? ExitCode.of(failure).number() : code;
    });
    line.setParameterExceptionHandler((failure, given) -> usageError(failure, terminal));
    // An input may begin with @, and names no file of arguments then.
    line.setExpandAtFiles(false);
    int code = line.execute(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return code;
  }

  // The whole usage would bury the error.
  private static int usageError(ParameterException failure, Terminal terminal) {
    PrintWriter err = terminal.err();
    String message = Terminal.escapeControls(String.valueOf(failure.getMessage()));
    err.println(terminal.styleError(AnsiStyle.RED, message));
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

  /** What {@code --version} shows. */
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
