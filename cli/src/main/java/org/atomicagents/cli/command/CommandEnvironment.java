package org.atomicagents.cli.command;

import org.atomicagents.cli.model.ModelEnvironment;
import org.atomicagents.cli.terminal.StandardInput;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TerminalProbe;

/**
 * The environment of a command; tests replace it.
 *
 * @param models the environment that models are resolved and opened in
 * @param launch the properties set by the launcher
 */
public record CommandEnvironment(
    ModelEnvironment models, LauncherInfo launch, Terminal terminal, StandardInput input) {

  /** Returns the environment of this process. */
  public static CommandEnvironment system() {
    TerminalProbe probe = TerminalProbe.system();
    return new CommandEnvironment(
        ModelEnvironment.system(),
        LauncherInfo.system(),
        Terminal.system(probe),
        new StandardInput(System.in, probe.isInput()));
  }

  /** Returns a copy with the given environment for models. */
  CommandEnvironment withModels(ModelEnvironment newModels) {
    return new CommandEnvironment(newModels, launch, terminal, input);
  }
}
