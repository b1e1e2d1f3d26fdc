package org.atomicagents.cli.review;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ServiceClient;
import org.atomicagents.cli.terminal.StandardInput;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.http.ApiKey;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;
import org.atomicagents.tokenizers.Tokenizers;
import tools.jackson.databind.JsonNode;

/**
 * One run of the command {@code doctor --performance}.
 *
 * @param file the agent file
 * @param time the clock of the replay
 */
public record ReviewJob(
    Path file, ReviewOptions options, Terminal terminal, StandardInput input, TimeSource time) {
  /** Clients need an address; no request is sent to this one. */
  private static final URI UNUSED_ADDRESS = URI.create("http://localhost:9/v1");

  private static final Path STANDARD = Path.of("-");
  private static final long MAX_LINES = 100_000;

  /** Prints the report, and returns the exit code. */
  public ExitCode run() {
    AgentFile agentFile = AgentFile.read(file);
    ModelOption option = options.model() == null ? agentFile.model() : options.model();
    if (option == null) {
      throw new CommandException(
          ExitCode.AGENT_FILE,
          "%s: expected key \"model\", found none. Add \"model: provider:name\" to the file, or pass --model provider:name."
              .formatted(file));
    }
    ReviewReport report;
    try (ServiceClient client = option.provider().at(UNUSED_ADDRESS, ApiKey.of("unused"))) {
      Model model = client.model(name(option));
      Optional<TokenCounter> exact = Tokenizers.find(model.name());
      AtomicAgent<JsonNode, JsonNode> agent =
          agentFile.createAgent(model, Listeners.none()).toBuilder()
              .tokenCounter(exact.orElse(TokenCounter.heuristic()))
              .build();
      var subject =
          new ReviewSubject(
              agentFile,
              AgentFileText.read(file),
              agent,
              exact.isPresent(),
              option.provider(),
              census(agentFile, agent),
              options.settings(),
              ReplayResult.none(),
              time.now());
      announce(subject);
      report = PerformanceReview.run(subject, time);
    }
    if (options.isJson()) {
      terminal.line(new ReviewJson(report).text());
    } else {
      new ReviewPrinter(report, terminal).print();
    }
    ReviewSeverity failOn = options.failOn();
    return failOn != null && report.has(failOn) ? ExitCode.FINDINGS : ExitCode.SUCCESS;
  }

  private void announce(ReviewSubject subject) {
    if (terminal.isErrorTerminal() && !subject.inputs().sample().isEmpty()) {
      terminal.note(
          "Replaying through a simulated provider on this machine, for %s at most ..."
              .formatted(ReviewFigures.time(subject.settings().timeLimit())));
    }
  }

  private InputCensus census(AgentFile agentFile, AtomicAgent<JsonNode, JsonNode> agent) {
    Path inputs = options.inputs();
    if (inputs == null) {
      return InputCensus.withoutFile("", SimulatedInput.generate(agentFile));
    }
    String name = inputs.equals(STANDARD) ? InputCensus.STANDARD_INPUT : inputs.toString();
    var scanner =
        new InputScanner(agent, options.settings().sample(), options.settings().seed(), MAX_LINES);
    InputCensus census;
    try (var lines =
        inputs.equals(STANDARD)
            ? agentFile.input().open(agentFile.name(), input.stream(), name)
            : agentFile.input().open(agentFile.name(), inputs)) {
      Duration limit = options.settings().timeLimit().dividedBy(2);
      census = scanner.scan(name, lines, Deadline.after(limit, time));
    } catch (UncheckedIOException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    if (census.valid() == 0 && census.invalid() > 0) {
      throw new CommandException(
          ExitCode.INPUT,
          "No line of %s is a valid input of agent '%s'. The first problem:\n%s"
              .formatted(name, agentFile.name(), census.firstProblem()));
    }
    return census.valid() > 0
        ? census
        : InputCensus.withoutFile(name, SimulatedInput.generate(agentFile));
  }

  private static String name(ModelOption option) {
    return option.model().isEmpty()
        ? Objects.requireNonNullElse(option.provider().defaultModel(), option.provider().id())
        : option.model();
  }
}
