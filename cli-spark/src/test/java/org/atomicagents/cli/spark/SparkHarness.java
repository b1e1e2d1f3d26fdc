package org.atomicagents.cli.spark;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.agentfile.PortableAgentFile;
import org.atomicagents.cli.batch.BatchFiles;
import org.atomicagents.cli.batch.BatchJob;
import org.atomicagents.cli.batch.BatchOptions;
import org.atomicagents.cli.batch.ClusterBatch;
import org.atomicagents.cli.batch.ClusterEngine;
import org.atomicagents.cli.batch.ClusterOptions;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelEnvironment;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.terminal.StandardInput;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TerminalSize;
import picocli.CommandLine;

/** Runs batches with Spark in this process, and without it. Not thread-safe. */
final class SparkHarness {
  static final Path TRIAGE = Path.of("..", "examples", "agents", "triage.yaml");

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  private final String model;

  SparkHarness(String model) {
    this.model = model;
  }

  /** Runs a batch on two executor threads. */
  ExitCode onSpark(Path agent, String in, String file, Path journal, String... options) {
    return onMaster("local[2]", agent, in, file, journal, options);
  }

  ExitCode onMaster(
      String master, Path agent, String in, String file, Path journal, String... options) {
    ModelEnvironment models = ModelEnvironment.system();
    var arguments = new ArrayList<>(List.of(options));
    boolean mayOverwrite = arguments.remove("--overwrite");
    return ClusterEngine.find()
        .orElseThrow()
        .run(
            new ClusterBatch(
                PortableAgentFile.of(agent),
                new ModelResolver(models).resolve(ModelOption.parse(model)),
                false,
                models,
                in,
                file,
                journal == null ? null : journal.toString(),
                mayOverwrite,
                options(arguments.toArray(String[]::new)).limits(),
                CommandLine.populateCommand(
                    new ClusterOptions(), "--on", "spark", "--spark-master", master),
                terminal(),
                "./atomic batch again"));
  }

  /** Runs a batch without Spark. */
  ExitCode alone(Path agent, Path in, Path file, String... options) {
    ModelEnvironment models = ModelEnvironment.system();
    var choice = new ModelResolver(models).resolve(ModelOption.parse(model));
    try (var session = ModelSession.open(models, choice, null, true)) {
      return new BatchJob(
              AgentFile.read(agent),
              new BatchFiles(in, file, null, false),
              options(options),
              terminal(),
              new StandardInput(InputStream.nullInputStream(), true),
              "./atomic batch again")
          .run(session.model());
    }
  }

  private static BatchOptions options(String... arguments) {
    return CommandLine.populateCommand(new BatchOptions(), arguments);
  }

  private Terminal terminal() {
    return Terminal.of(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        TerminalSize.ofColumns(0),
        false,
        name -> null);
  }
}
