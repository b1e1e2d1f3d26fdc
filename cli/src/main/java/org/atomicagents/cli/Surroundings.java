package org.atomicagents.cli;

/**
 * The environment of a command; tests replace it.
 *
 * @param models the environment in which models are found and opened
 * @param launch what is known of the launcher
 */
record Surroundings(
    ModelEnvironment models, Launch launch, Terminal terminal, StandardInput input) {

  /** Returns the environment of this process. */
  static Surroundings real() {
    TerminalProbe probe = TerminalProbe.real();
    return new Surroundings(
        ModelEnvironment.real(),
        Launch.real(),
        Terminal.real(probe),
        new StandardInput(System.in, probe.isInput()));
  }

  /** Returns a copy with another environment for models. */
  Surroundings withModels(ModelEnvironment newModels) {
    return new Surroundings(newModels, launch, terminal, input);
  }
}
