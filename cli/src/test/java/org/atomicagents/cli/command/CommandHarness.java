package org.atomicagents.cli.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.cli.model.ModelEnvironment;
import org.atomicagents.cli.model.ModelService;
import org.atomicagents.cli.model.ServiceClient;
import org.atomicagents.cli.model.SimulatedModel;
import org.atomicagents.cli.terminal.StandardInput;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TerminalSize;
import org.atomicagents.http.ApiKey;
import org.jspecify.annotations.Nullable;

/** A command environment with configurable variables and servers that captures the output. */
public final class CommandHarness {
  public final Map<String, String> environment = new HashMap<>();
  public final Map<String, URI> servers = new HashMap<>();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  int columns;

  /** Whether writing to standard output fails, as on a full disk. */
  boolean isOutputFull;

  /** The piped standard input; null for a terminal. */
  @Nullable String piped;

  /** Runs a command and returns its exit code. */
  int run(String... arguments) {
    return AtomicCommand.run(commandEnvironment(), arguments);
  }

  public ModelEnvironment models() {
    return new ModelEnvironment(environment::get, this::client, SimulatedModel::start);
  }

  CommandEnvironment commandEnvironment() {
    return new CommandEnvironment(
        models(),
        new LauncherInfo(Optional.empty(), Optional.empty()),
        Terminal.of(
            isOutputFull ? new PrintWriter(new FullWriter()) : new PrintWriter(out),
            new PrintWriter(err),
            TerminalSize.ofColumns(columns),
            columns > 0,
            environment::get),
        piped == null
            ? new StandardInput(InputStream.nullInputStream(), true)
            : new StandardInput(
                new ByteArrayInputStream(piped.getBytes(StandardCharsets.UTF_8)), false));
  }

  // No server listens on port 1.
  private ServiceClient client(ModelService service) {
    URI address = servers.getOrDefault(service.id(), URI.create("http://127.0.0.1:1/v1"));
    String key = models().keyOf(service).map(environment::get).orElse(null);
    return service.at(address, key == null ? null : ApiKey.of(key));
  }

  private static final class FullWriter extends Writer {
    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
