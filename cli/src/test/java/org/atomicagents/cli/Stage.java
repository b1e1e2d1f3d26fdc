package org.atomicagents.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.http.ApiKey;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.jspecify.annotations.Nullable;

/** Surroundings of the test's own making, whose output is kept. */
final class Stage {
  final Map<String, String> environment = new HashMap<>();
  final Map<String, URI> servers = new HashMap<>();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  int columns;

  /** What is piped in; null for a terminal. */
  @Nullable String piped;

  /** Runs a command; gives back its exit code. */
  int run(String... arguments) {
    return AtomicCommand.run(surroundings(), arguments);
  }

  ModelEnvironment models() {
    return new ModelEnvironment(environment::get, this::client, Simulation::start);
  }

  Surroundings surroundings() {
    return new Surroundings(
        models(),
        new Launch(Optional.empty(), Optional.empty()),
        Terminal.of(
            new PrintWriter(out),
            new PrintWriter(err),
            Window.ofColumns(columns),
            columns > 0,
            environment::get),
        piped == null
            ? new StandardInput(InputStream.nullInputStream(), true)
            : new StandardInput(
                new ByteArrayInputStream(piped.getBytes(StandardCharsets.UTF_8)), false));
  }

  // Nobody listens at port 1.
  private OpenAi client(Provider provider) {
    URI address = servers.getOrDefault(provider.id(), URI.create("http://127.0.0.1:1/v1"));
    OpenAi.Builder builder = OpenAi.builder(provider).baseUrl(address);
    String key = provider.keyVariable() == null ? null : environment.get(provider.keyVariable());
    return (key == null ? builder : builder.apiKey(ApiKey.of(key))).build();
  }
}
