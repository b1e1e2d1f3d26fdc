package org.atomicagents.cli.model;

import java.net.URI;
import java.util.List;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.SimulatedProvider;

/** A server in this process that generates responses, used if no other model is available. */
public final class SimulatedModel implements AutoCloseable {
  /** The service with a placeholder address; the port is assigned when the server starts. */
  static final ModelService SERVICE =
      new ModelService(
          ServiceProtocol.OPENAI,
          "simulated",
          "simulated",
          List.of(),
          null,
          null,
          null,
          URI.create("http://127.0.0.1"));

  private final SimulatedProvider server;

  private SimulatedModel(SimulatedProvider server) {
    this.server = server;
  }

  /** Starts a server and returns it. */
  public static SimulatedModel start(SimulationSettings settings) {
    SimulatedProvider.Builder builder =
        SimulatedProvider.builder()
            .firstTokenDelay(settings.firstToken())
            .faults(settings.faults())
            .maxRecordedRequests(0);
    if (settings.tokensPerSecond() > 0) {
      builder.tokensPerSecond(settings.tokensPerSecond());
    }
    return new SimulatedModel(builder.start());
  }

  /** Returns a new client of this server. */
  ServiceClient client() {
    return ServiceClient.of(OpenAi.builder(provider(server.baseUrl())).build());
  }

  /** Returns the provider at an address. */
  static Provider provider(URI address) {
    return Provider.of(SERVICE.id(), address).withModes(ResponseMode.JSON_SCHEMA);
  }

  @Override
  public void close() {
    server.close();
  }
}
