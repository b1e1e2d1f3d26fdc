package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Set;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link SimulatedServer}.
 *
 * @param port port to listen on; 0 for a free port
 * @param models names of the available models; any name if empty
 * @param modes the accepted response modes; all if empty
 * @param apiKey the key that requests must have; null for none
 * @param certificateHost the host of the certificate; null for no TLS
 * @param maxStreams maximum number of concurrent streams per HTTP/2 connection
 * @param batches the progress of batches and the faults of their items
 */
public record ServerSettings(
    int port,
    long seed,
    ResponsePacing pacing,
    List<String> models,
    Set<ResponseMode> modes,
    @Nullable String apiKey,
    @Nullable String certificateHost,
    int maxStreams,
    BatchSimulation batches) {
  public ServerSettings {
    models = List.copyOf(models);
    modes = Set.copyOf(modes);
  }

  // The key is a credential.
  @Override
  public String toString() {
    return "ServerSettings[port=" + port + ", models=" + models + "]";
  }
}
