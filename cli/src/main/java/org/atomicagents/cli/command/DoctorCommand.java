package org.atomicagents.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelService;
import org.atomicagents.cli.model.ServiceProbe;
import org.atomicagents.cli.review.ReviewJob;
import org.atomicagents.cli.review.ReviewOptions;
import org.atomicagents.cli.terminal.AnsiStyle;
import org.atomicagents.cli.terminal.StyledText;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TextCleaner;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code doctor}: API keys, local servers, the default model, and next steps; with
 * {@code --performance}, the review of an agent file.
 */
@Command(
    name = "doctor",
    description = {
      "Show the available API keys and local servers, the default model, and next steps.",
      "With --performance: review an agent file, and measure what changes of it save."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success; the findings of a review do not change it without --fail-on",
      "1:internal error",
      "2:invalid command line or unreadable file",
      "3:invalid agent file",
      "4:no line of the inputs matches the input schema",
      "8:a finding is at least as severe as --fail-on"
    },
    footer = {
      "",
      "API keys are listed by name only, never by value. A review sends nothing to a provider: it"
          + " replays a sample of the inputs through a simulated one on this machine, within a"
          + " minute by default."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int NAME_COLUMN = 22;
  private static final int MAX_MODELS_SHOWN = 8;

  private final CommandEnvironment environment;
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--performance",
      description = "Review the agent file AGENT.yaml instead, with the inputs of INPUTS.jsonl.")
  private boolean isReview;

  @Mixin private ReviewOptions options = new ReviewOptions();

  DoctorCommand(CommandEnvironment environment) {
    this.environment = environment;
    this.terminal = environment.terminal();
  }

  @Override
  public Integer call() {
    CommandSpec known = Objects.requireNonNull(spec);
    if (isReview) {
      return review(known);
    }
    String review =
        known.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !name.equals("--debug"))
            .findFirst()
            .orElse(options.agentFile() == null ? null : "An agent file");
    if (review != null) {
      throw new ParameterException(
          known.commandLine(),
          "%s needs --performance: ./atomic doctor --performance AGENT.yaml [INPUTS.jsonl]"
              .formatted(review));
    }
    return diagnose();
  }

  private int review(CommandSpec known) {
    Path agentFile = options.agentFile();
    if (agentFile == null) {
      throw new ParameterException(
          known.commandLine(), "--performance needs an agent file: AGENT.yaml");
    }
    String problem = options.problem();
    if (problem != null) {
      throw new ParameterException(known.commandLine(), problem);
    }
    return new ReviewJob(agentFile, options, terminal, environment.input(), TimeSource.system())
        .run()
        .number();
  }

  private int diagnose() {
    terminal.line(StyledText.of(AnsiStyle.BOLD, "Atomic Agents " + LauncherInfo.version()));
    program();
    terminal.heading("API keys in the environment");
    var resolver = new ModelResolver(environment.models());
    List<ServiceProbe> hosted = resolver.probedProviders();
    ModelService.presets().forEach(service -> keys(service, hosted));
    terminal.heading("Servers on this machine");
    List<ServiceProbe> servers = resolver.localServers();
    servers.forEach(this::server);
    ModelChoice choice = resolver.chooseDefault(resolver.hostedProviders(), servers);
    terminal.heading("Default model, without --model");
    terminal.field(choice.label(), NAME_COLUMN, "(" + choice.reason() + ")");
    showNextSteps(choice);
    return 0;
  }

  private void program() {
    terminal.heading("This program");
    terminal.field("JDK", NAME_COLUMN, System.getProperty("java.runtime.version"));
    terminal.field("", NAME_COLUMN, System.getProperty("java.home"));
    terminal.field("build", NAME_COLUMN, build());
    terminal.field("start-up cache", NAME_COLUMN, cache());
  }

  private String build() {
    return environment
        .launch()
        .root()
        .map(root -> root.resolve("cli/target/atomic.jar"))
        .filter(Files::exists)
        .map(jar -> jar + ", up to date")
        .orElse("started without the launcher");
  }

  private String cache() {
    return environment.launch().cache().map(DoctorCommand::cacheStatus).orElse("none");
  }

  private static String cacheStatus(Path cache) {
    try {
      long bytes = Files.size(cache);
      return bytes == 0
          ? "none: it could not be created; see cli/target/launcher/cache.log"
          : "in use, " + Math.round(bytes / 1e6) + " MB";
    } catch (IOException e) {
      return "none: it is created if cli/target is writable";
    }
  }

  /** Lists the variables of a service, and checks the key that is used. */
  private void keys(ModelService service, List<ServiceProbe> hosted) {
    String used = environment.models().keyOf(service).orElse("");
    for (String variable : service.keyVariables()) {
      String status = environment.models().has(variable) ? "set" : "not set";
      terminal.field(
          variable, NAME_COLUMN, status + (variable.equals(used) ? check(service, hosted) : ""));
    }
  }

  private String check(ModelService service, List<ServiceProbe> hosted) {
    for (ServiceProbe checked : hosted) {
      if (checked.provider().equals(service)) {
        return checked.isAvailable()
            ? "; " + nameOf(checked) + acceptance(checked)
            : "; its check failed: " + checked.problem();
      }
    }
    return "";
  }

  private static String acceptance(ServiceProbe checked) {
    String models = count(checked.models().size());
    return checked.provider().hasPublicModels()
        ? " offers " + models + "; it lists them without checking the key"
        : " accepts it and offers " + models;
  }

  // A key that another server than the provider's accepts may be refused by the provider.
  private String nameOf(ServiceProbe checked) {
    String variable = checked.provider().urlVariable();
    return variable != null && environment.models().has(variable)
        ? checked.provider().name() + " at " + checked.address()
        : checked.provider().name();
  }

  private static String count(int models) {
    return models == 1 ? "1 model" : models + " models";
  }

  private void server(ServiceProbe server) {
    terminal.field(server.provider().name(), NAME_COLUMN, server.address());
    terminal.field("", NAME_COLUMN, serverStatus(server));
  }

  private static String serverStatus(ServiceProbe server) {
    if (!server.isAvailable()) {
      return server.problem();
    }
    List<String> models = server.models();
    if (models.isEmpty()) {
      return "running, but offers no models";
    }
    String more =
        models.size() > MAX_MODELS_SHOWN
            ? ", and " + (models.size() - MAX_MODELS_SHOWN) + " more"
            : "";
    List<String> shown = models.subList(0, Math.min(MAX_MODELS_SHOWN, models.size()));
    return "offers " + TextCleaner.cleanLine(String.join(", ", shown)) + more;
  }

  private void showNextSteps(ModelChoice choice) {
    terminal.heading("Next steps");
    terminal.field("a tour", NAME_COLUMN, "./atomic demo");
    if (choice.isSimulated()) {
      terminal.field(
          "a real model",
          NAME_COLUMN,
          """
          export OPENAI_API_KEY=... (or another key listed above)
          ollama pull llama3.2 && ollama serve
          llama-server -m model.gguf\
          """);
    }
    terminal.field("another model", NAME_COLUMN, "./atomic demo --model provider:model");
  }
}
