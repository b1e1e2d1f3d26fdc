package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Set;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link SimulatedServer}.
 *
 * @param port 0 for a free one
 * @param models the only models that there are; any, if empty
 * @param modes the only response modes that are accepted; any, if empty
 * @param apiKey the key that requests must bring; null for none
 * @param certificateHost the host of the certificate; null for no TLS
 * @param maxStreams how many streams an HTTP/2 connection may have at a time
 */
public record ServerSettings(
    int port,
    long seed,
    ResponsePacing pace,
    List<String> models,
    Set<ResponseMode> modes,
    @Nullable String apiKey,
    @Nullable String certificateHost,
    int maxStreams) {
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
