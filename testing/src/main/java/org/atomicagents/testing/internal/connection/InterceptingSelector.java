package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;
import java.util.function.BiFunction;

/** A protocol selector of the server that opens connections with intercepted bytes. */
record InterceptingSelector(
    ServerConnectionSelector server,
    BiFunction<ServerConnectionSelector, ConnectionContext, ServerConnection> opener)
    implements ServerConnectionSelector {

  @Override
  public int bytesToIdentifyConnection() {
    return server.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return server.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return server.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return opener.apply(server, context);
  }
}
