package org.atomicagents.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.atomicagents.cli.demo.DemoAgent;
import org.atomicagents.cli.demo.DemoTour;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelService;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.terminal.InterruptGuard;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TerminalProbe;
import org.atomicagents.cli.terminal.TextCleaner;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.model.Model;
import org.atomicagents.model.Sampling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code demo}: a typed question, its streamed response, and a report of the run. */
@Command(
    name = "demo",
    description =
        "A one-minute tour: a typed question, its streamed response, and a report of the run.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without --model, the first available model is used: of a provider whose API key is in the "
          + "environment, of a server on this machine (Ollama, llama.cpp), or a simulated model. "
          + "See './atomic doctor'."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;

  private final CommandEnvironment environment;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER:MODEL",
      converter = ModelOption.Converter.class,
      description =
          "The model to use, such as openai:gpt-5-mini, ollama:llama3.2, simulated or "
              + "http://localhost:8000/v1#name.")
  private @Nullable ModelOption requestedModel;

  @Option(
      names = "--no-delay",
      description = "Let the simulated model respond without realistic delays.")
  private boolean withoutDelay;

  @Parameters(
      paramLabel = "QUESTION",
      arity = "0..*",
      description = "The question to ask instead of the default one.")
  private List<String> words = List.of();

  DemoCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  DemoCommand(CommandEnvironment environment, @Nullable ModelOption model, List<String> words) {
    this(environment);
    this.requestedModel = model;
    this.words = words;
  }

  @Override
  public Integer call() {
    var resolver = new ModelResolver(environment.models());
    ModelChoice choice = resolver.resolve(requestedModel);
    Terminal terminal = environment.terminal();
    terminal.note("Model: " + choice.label() + " (" + choice.reason() + ")");
    if (choice.isSimulated()) {
      terminal.text(
          0, "This model is simulated: it runs in this process, and its responses are generated.");
    }
    try (var open = ModelSession.open(environment.models(), choice, null, withoutDelay)) {
      return tour(open.model(), choice);
    } catch (BadRequestException e) {
      showOfferedModels(resolver, choice, e);
      throw e;
    }
  }

  private int tour(Model model, ModelChoice choice) {
    Terminal terminal = environment.terminal();
    TerminalProbe.watch(terminal.terminalSize());
    try (InterruptGuard interruption = InterruptGuard.install(terminal)) {
      try {
        new DemoTour(terminal, DemoAgent.on(model, sampling(choice)), interruption)
            .run(words.isEmpty() ? "Why is the sky blue?" : String.join(" ", words));
        showNextSteps(choice);
        return 0;
      } catch (AgentException e) {
        if (interruption.isTriggered()) {
          return INTERRUPTED;
        }
        throw e;
      }
    }
  }

  // A small local model may repeat itself endlessly. A hosted one may need tokens for reasoning.
  private static Sampling sampling(ModelChoice choice) {
    Sampling defaults = Sampling.defaults();
    return !choice.provider().needsKey() ? defaults.withMaxTokens(800) : defaults;
  }

  private void showOfferedModels(
      ModelResolver resolver, ModelChoice choice, BadRequestException failure) {
    if (failure.error().status() == 404) {
      try {
        List<String> names = resolver.offeredModels(choice.provider());
        environment
            .terminal()
            .note(
                TextCleaner.cleanLine(
                    "Models offered by %s: %s."
                        .formatted(choice.provider().name(), String.join(", ", names))));
      } catch (AgentException e) {
        // The original failure is reported by the caller.
      }
    }
  }

  private void showNextSteps(ModelChoice choice) {
    Terminal terminal = environment.terminal();
    terminal.heading("Next steps");
    if (choice.isSimulated()) {
      terminal.text(
          2,
          """
          The model was simulated by a server in this process, whose responses match the schema. \
          Agent, schema, transport and parser are the same for a real model. To use one:\
          """);
      terminal.line("");
      terminal.field("model", 8, realModels());
      terminal.line("");
    }
    terminal.field("ask", 8, "./atomic demo \"Why do cats purr?\"");
    terminal.field("check", 8, "./atomic doctor");
  }

  private static String realModels() {
    var lines = new StringBuilder();
    for (ModelService service : ModelService.presets()) {
      if (service.needsKey() && service.defaultModel() != null) {
        lines.append("export ").append(service.keyVariables().getFirst()).append("=...\n");
      }
    }
    return lines
        + "or a local server: ollama serve\n"
        + "or a model by name: ./atomic demo --model ollama:llama3.2";
  }
}
