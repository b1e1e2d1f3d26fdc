package org.atomicagents.benchmarks.weakmodel;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A llama.cpp server process with one model, on a free port of the loopback interface. The server
 * reads further settings from its environment, such as {@code LLAMA_ARG_THREADS} and {@code
 * LLAMA_ARG_CHAT_TEMPLATE_FILE}.
 */
final class LlamaServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Process process;
  private final ServedModel model;

  private LlamaServer(Process process, ServedModel model) {
    this.process = process;
    this.model = model;
  }

  /**
   * Starts a server and waits until the model is loaded.
   *
   * @param binary the executable {@code llama-server}
   * @param model the model, a GGUF file
   * @throws IOException if the server ends or does not respond within two minutes
   */
  static LlamaServer start(Path binary, Path model, Path log) throws IOException {
    int port = freePort();
    Process process =
        new ProcessBuilder(
                List.of(
                    binary.toString(),
                    "-m",
                    model.toString(),
                    "--alias",
                    nameOf(model),
                    "--host",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(port),
                    "--jinja",
                    "-np",
                    "1",
                    "-c",
                    "4096"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    URI url = URI.create("http://127.0.0.1:" + port + "/v1");
    long end = System.nanoTime() + START_LIMIT.toNanos();
    try {
      while (System.nanoTime() < end && !process.waitFor(200, TimeUnit.MILLISECONDS)) {
        Optional<ServedModel> served = ServedModel.at(url);
        if (served.isPresent()) {
          return new LlamaServer(process, served.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroy();
    throw new IOException(binary + ": expected a running server for " + model + "; see " + log);
  }

  private static String nameOf(Path model) {
    String file = String.valueOf(model.getFileName());
    return file.endsWith(".gguf") ? file.substring(0, file.length() - ".gguf".length()) : file;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns the executable on the PATH. */
  static Optional<Path> onPath() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, "llama-server");
      if (candidate.toFile().canExecute()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Returns the model that the server has loaded. */
  ServedModel model() {
    return model;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
