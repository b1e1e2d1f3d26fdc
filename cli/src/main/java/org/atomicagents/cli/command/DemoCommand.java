package org.atomicagents.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.atomicagents.cli.demo.DemoAgent;
import org.atomicagents.cli.demo.DemoTour;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.terminal.InterruptGuard;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TerminalProbe;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.model.Model;
import org.atomicagents.model.Sampling;
import org.atomicagents.openai.Provider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A tour in under a minute: a typed question, the answer live and as a value, what happened. */
@Command(
    name = "demo",
    description = "A tour in under a minute: a typed question, answered live, and what happened.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without --model it takes the first of: a provider whose key is in the environment, a server "
          + "on this machine that answers (Ollama, llama.cpp), a simulated model that makes its "
          + "words up. See 'atomic doctor'."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  private final CommandEnvironment environment;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER:MODEL",
      converter = ModelOption.Converter.class,
      description =
          "The model to ask, as in openai:gpt-5-mini, ollama:llama3.2, simulated or "
              + "http://localhost:8000/v1#name.")
  private @Nullable ModelOption requestedModel;

  @Option(
      names = "--no-delay",
      description = "Let the simulated model write at once and not at a model's pace.")
  private boolean withoutDelay;

  @Parameters(paramLabel = "QUESTION", arity = "0..*", description = "What to ask instead.")
  private List<String> words = List.of();

  DemoCommand(CommandEnvironment surroundings) {
    this.environment = surroundings;
  }

  DemoCommand(CommandEnvironment surroundings, @Nullable ModelOption asked, List<String> words) {
    this(surroundings);
    this.requestedModel = asked;
    this.words = words;
  }

  @Override
  public Integer call() {
    var search = new ModelResolver(environment.models());
    ModelChoice pick = search.resolve(requestedModel);
    Terminal terminal = environment.terminal();
    terminal.note("Model: " + pick.name() + ", since " + pick.reason() + ".");
    if (pick.isSimulated()) {
      terminal.text(
          0, "This model is simulated: it runs in this process, and its words are made up.");
    }
    try (var open = ModelSession.open(environment.models(), pick, null, withoutDelay)) {
      return tour(open.model(), pick);
    } catch (BadRequestException e) {
      showOfferedModels(search, pick, e);
      throw e;
    }
  }

  private int tour(Model model, ModelChoice pick) {
    Terminal terminal = environment.terminal();
    TerminalProbe.watch(terminal.terminalSize());
    try (InterruptGuard interruption = InterruptGuard.install(terminal)) {
      try {
        new DemoTour(terminal, DemoAgent.on(model, sampling(pick)), interruption)
            .run(words.isEmpty() ? "Why is the sky blue?" : String.join(" ", words));
        showNextSteps(pick);
        return 0;
      } catch (AgentException e) {
        if (interruption.isTriggered()) {
          return INTERRUPTED;
        }
        throw e;
      }
    }
  }

  // A small model may repeat itself for ever; one that is paid for may think at length.
  private static Sampling sampling(ModelChoice pick) {
    Sampling usual = Sampling.defaults();
    return pick.provider().keyVariable() == null ? usual.withMaxTokens(800) : usual;
  }

  private void showOfferedModels(
      ModelResolver search, ModelChoice pick, BadRequestException failure) {
    if (failure.error().status() == 404) {
      try {
        List<String> names = search.offeredModels(pick.provider());
        environment
            .terminal()
            .note(
                "Models offered by %s: %s."
                    .formatted(pick.provider().name(), String.join(", ", names)));
      } catch (AgentException e) {
        // The first failure is told, and says enough.
      }
    }
  }

  private void showNextSteps(ModelChoice pick) {
    Terminal terminal = environment.terminal();
    terminal.heading("What next");
    if (pick.isSimulated()) {
      terminal.text(
          2,
          """
          The model was simulated: a server in this process that makes up what fits the schema. \
          Agent, schema, transport and reader are those that a real one gets. To have one:\
          """);
      terminal.line("");
      terminal.field("real", 8, realModels());
      terminal.line("");
    }
    terminal.field("yours", 8, "./atomic demo \"Why do cats purr?\"");
    terminal.field("found", 8, "./atomic doctor");
  }

  private static String realModels() {
    var lines = new StringBuilder();
    for (Provider provider : Provider.presets()) {
      if (provider.keyVariable() != null && provider.defaultModel() != null) {
        lines.append("export ").append(provider.keyVariable()).append("=...\n");
      }
    }
    return lines
        + "or a server on this machine: ollama serve\n"
        + "or by name: ./atomic demo --model ollama:llama3.2";
  }
}
