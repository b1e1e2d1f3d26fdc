package org.atomicagents.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.atomicagents.cli.model.LocalServer;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.terminal.AnsiStyle;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.openai.Provider;
import picocli.CommandLine.Command;

/** Shows what is found on this machine, which model is taken, and what to do next. */
@Command(
    name = "doctor",
    description = "What is found here, which model is taken and why, and what to do next.",
    mixinStandardHelpOptions = true,
    footer = {"", "Keys are told by name only."})
final class DoctorCommand implements Callable<Integer> {
  private static final int NAME_COLUMN = 22;
  private static final int MAX_MODELS_SHOWN = 8;

  private final CommandEnvironment environment;
  private final Terminal terminal;

  DoctorCommand(CommandEnvironment surroundings) {
    this.environment = surroundings;
    this.terminal = surroundings.terminal();
  }

  @Override
  public Integer call() {
    terminal.line(terminal.style(AnsiStyle.BOLD, "Atomic Agents " + LauncherInfo.version()));
    program();
    terminal.heading("Keys in the environment");
    Provider.presets().forEach(this::key);
    var search = new ModelResolver(environment.models());
    terminal.heading("Servers on this machine");
    List<LocalServer> servers = search.localServers();
    servers.forEach(this::server);
    ModelChoice pick = ModelResolver.chooseDefault(search.hostedProviders(), servers);
    terminal.heading("What is taken without --model");
    terminal.field(pick.name(), NAME_COLUMN, "since " + pick.reason());
    showNextSteps(pick);
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
        .map(jar -> jar + ", newer than the sources")
        .orElse("started without the launcher");
  }

  private String cache() {
    return environment.launch().cache().map(DoctorCommand::cacheStatus).orElse("none");
  }

  private static String cacheStatus(Path cache) {
    try {
      long bytes = Files.size(cache);
      return bytes == 0
          ? "none, since it could not be made; cli/target/launcher/cache.log says why"
          : "in use, " + Math.round(bytes / 1e6) + " MB";
    } catch (IOException e) {
      return "none; it is made where cli/target can be written to";
    }
  }

  private void key(Provider provider) {
    String variable = provider.keyVariable();
    if (variable != null) {
      terminal.field(variable, NAME_COLUMN, environment.models().has(variable) ? "set" : "not set");
    }
  }

  private void server(LocalServer server) {
    terminal.field(server.provider().name(), NAME_COLUMN, server.address());
    terminal.field("", NAME_COLUMN, serverStatus(server));
  }

  private static String serverStatus(LocalServer server) {
    if (!server.isAvailable()) {
      return server.problem();
    }
    List<String> models = server.models();
    if (models.isEmpty()) {
      return "answers, and offers no model";
    }
    String more =
        models.size() > MAX_MODELS_SHOWN
            ? ", and " + (models.size() - MAX_MODELS_SHOWN) + " more"
            : "";
    return "offers "
        + String.join(", ", models.subList(0, Math.min(MAX_MODELS_SHOWN, models.size())))
        + more;
  }

  private void showNextSteps(ModelChoice pick) {
    terminal.heading("What next");
    terminal.field("a tour", NAME_COLUMN, "./atomic demo");
    if (pick.isSimulated()) {
      terminal.field(
          "a real model",
          NAME_COLUMN,
          """
          export OPENAI_API_KEY=... (or another key from above)
          ollama pull llama3.2 && ollama serve
          llama-server -m model.gguf\
          """);
    }
    terminal.field("another model", NAME_COLUMN, "./atomic demo --model provider:model");
  }
}
