package org.atomicagents.testing.internal.server;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.atomicagents.testing.internal.connection.ClientConnections;
import org.jspecify.annotations.Nullable;

/** The HTTP server behind a simulated provider, on a loopback port; thread-safe. */
public final class SimulatedServer implements AutoCloseable {
  /** The certificate host that is valid for every name of the loopback address. */
  public static final String LOCAL_HOST = ServerCertificate.LOCAL;

  // Held, since a level is forgotten together with its logger.
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

  private final WebServer server;
  private final RequestRouter front;
  private final @Nullable ServerCertificate identity;

  private SimulatedServer(
      WebServer server, RequestRouter front, @Nullable ServerCertificate identity) {
    this.server = server;
    this.front = front;
    this.identity = identity;
  }

  /** Starts a server that listens. */
  public static SimulatedServer start(ServerSettings settings, RequestRecorder recorder) {
    List<String> models = settings.models();
    var chat =
        new ChatEndpoint(
            new ResponseGenerator(settings.seed()),
            settings.pace(),
            Set.copyOf(models),
            new SupportedModes(settings.modes()));
    var lines = new ClientConnections(settings.maxStreams());
    var front =
        new RequestRouter(
            new ApiKeyCheck(settings.apiKey()),
            chat,
            models.isEmpty() ? List.of("simulated") : models,
            settings.pace(),
            recorder,
            lines);
    String host = settings.certificateHost();
    var identity = host == null ? null : ServerCertificate.of(host);
    return new SimulatedServer(listen(settings.port(), front, lines, identity), front, identity);
  }

  private static WebServer listen(
      int port,
      RequestRouter front,
      ClientConnections lines,
      @Nullable ServerCertificate identity) {
    quiet();
    var server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(port)
            .backlog(4_096)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ZERO)
            .connectionOptions(lines.options())
            .connectionSelectors(lines.protocols())
            .routing(routing -> routing.any(front));
    if (identity != null) {
      server.tls(Tls.builder().sslContext(identity.context()).build());
    }
    return server.build().start();
  }

  // Helidon logs five lines for each server; a level that is set already is kept.
  private static void quiet() {
    if (SERVER_LOG.getLevel() == null) {
      SERVER_LOG.setLevel(Level.WARNING);
    }
  }

  /** Returns the port that the server listens on. */
  public int port() {
    return server.port();
  }

  /** Returns the authority of the server's certificate, or null without TLS. */
  public @Nullable X509Certificate authority() {
    return identity == null ? null : identity.authority();
  }

  /** Returns how many requests are being answered now. */
  public int activeRequests() {
    return front.activeRequests();
  }

  /** Aborts the responses in progress and frees the port. */
  @Override
  public void close() {
    front.interrupt();
    server.stop();
  }
}
