package org.atomicagents.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.atomicagents.openai.Provider;
import picocli.CommandLine.Command;

/** Shows what is found on this machine, which model is taken, and what to do next. */
@Command(
    name = "doctor",
    description = "What is found here, which model is taken and why, and what to do next.",
    mixinStandardHelpOptions = true,
    footer = {"", "Keys are told by name only."})
final class DoctorCommand implements Callable<Integer> {
  private static final int NAMES = 22;
  private static final int SHOWN = 8;

  private final Surroundings surroundings;
  private final Terminal terminal;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.terminal = surroundings.terminal();
  }

  @Override
  public Integer call() {
    terminal.line(terminal.paint(Paint.BOLD, "Atomic Agents " + Launch.version()));
    program();
    terminal.heading("Keys in the environment");
    Provider.presets().forEach(this::key);
    var search = new ModelSearch(surroundings.models());
    terminal.heading("Servers on this machine");
    List<LocalServer> servers = search.localServers();
    servers.forEach(this::server);
    Pick pick = ModelSearch.best(search.hosted(), servers);
    terminal.heading("What is taken without --model");
    terminal.field(pick.name(), NAMES, "since " + pick.why());
    next(pick);
    return 0;
  }

  private void program() {
    terminal.heading("This program");
    terminal.field("JDK", NAMES, System.getProperty("java.runtime.version"));
    terminal.field("", NAMES, System.getProperty("java.home"));
    terminal.field("build", NAMES, build());
    terminal.field("start-up cache", NAMES, cache());
  }

  private String build() {
    return surroundings
        .launch()
        .root()
        .map(root -> root.resolve("cli/target/atomic.jar"))
        .filter(Files::exists)
        .map(jar -> jar + ", newer than the sources")
        .orElse("started without the launcher");
  }

  private String cache() {
    return surroundings.launch().cache().map(DoctorCommand::told).orElse("none");
  }

  private static String told(Path cache) {
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
      terminal.field(variable, NAMES, surroundings.models().has(variable) ? "set" : "not set");
    }
  }

  private void server(LocalServer server) {
    terminal.field(server.provider().name(), NAMES, server.address());
    terminal.field("", NAMES, found(server));
  }

  private static String found(LocalServer server) {
    if (!server.answers()) {
      return server.problem();
    }
    List<String> models = server.models();
    if (models.isEmpty()) {
      return "answers, and offers no model";
    }
    String more = models.size() > SHOWN ? ", and " + (models.size() - SHOWN) + " more" : "";
    return "offers " + String.join(", ", models.subList(0, Math.min(SHOWN, models.size()))) + more;
  }

  private void next(Pick pick) {
    terminal.heading("What next");
    terminal.field("a tour", NAMES, "./atomic demo");
    if (pick.isSimulated()) {
      terminal.field(
          "a real model",
          NAMES,
          """
          export OPENAI_API_KEY=... (or another key from above)
          ollama pull llama3.2 && ollama serve
          llama-server -m model.gguf\
          """);
    }
    terminal.field("another model", NAMES, "./atomic demo --model provider:model");
  }
}
