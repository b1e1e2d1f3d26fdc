package org.atomicagents.cli.model;

import java.net.URI;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.SimulatedProvider;

/** The model that stands in where there is no other: a server in this process that makes it up. */
public final class SimulatedModel implements AutoCloseable {
  private static final int TOKENS_PER_SECOND = 50;

  /** How to speak to it; where it is, is known when it runs. */
  static final Provider PROVIDER =
      Provider.of("simulated", URI.create("http://127.0.0.1")).withModes(ResponseMode.JSON_SCHEMA);

  private final SimulatedProvider server;

  private SimulatedModel(SimulatedProvider server) {
    this.server = server;
  }

  /** Starts one that writes as fast as a usual model does, or all at once. */
  public static SimulatedModel start(boolean atOnce) {
    SimulatedProvider.Builder builder = SimulatedProvider.builder();
    return new SimulatedModel(
        (atOnce ? builder : builder.tokensPerSecond(TOKENS_PER_SECOND)).start());
  }

  /** A client of its own. */
  OpenAi client() {
    return OpenAi.builder(PROVIDER.withBaseUrl(server.baseUrl())).build();
  }

  @Override
  public void close() {
    server.close();
  }
}
