package org.atomicagents.cli.bench;

import java.util.Optional;

/**
 * The agent, the model and the machine of a measurement.
 *
 * @param agent the name of the agent
 * @param model the value of {@code --model} that selects the model
 * @param simulation the speed and the faults of a simulated model as a sentence; empty for a real
 *     one
 * @param inputFile the name of the file of the inputs
 * @param inputs the number of inputs
 * @param currency the ISO 4217 code of the prices; empty if they are not known
 * @param machine the system, the processors and the Java version
 * @param version the version of the program
 */
public record BenchSubject(
    String agent,
    String model,
    Optional<String> simulation,
    String inputFile,
    int inputs,
    String currency,
    String machine,
    String version) {

  /** Returns a description of this machine. */
  public static String thisMachine() {
    return "%s %s, %s, Java %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            FigureText.count(Runtime.getRuntime().availableProcessors(), "processor"),
            System.getProperty("java.version"));
  }
}
