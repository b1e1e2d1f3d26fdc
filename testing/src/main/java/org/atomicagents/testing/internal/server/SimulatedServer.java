package org.atomicagents.testing.internal.server;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.atomicagents.testing.internal.connection.ClientConnections;
import org.atomicagents.testing.internal.connection.ServerCertificate;
import org.jspecify.annotations.Nullable;

/** The HTTP server of a simulated provider, on a loopback port; thread-safe. */
public final class SimulatedServer implements AutoCloseable {
  /** The certificate host that is valid for every name of the loopback address. */
  public static final String LOCAL_HOST = ServerCertificate.LOCAL;

  // A strong reference: the level is lost when the logger is garbage collected.
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

  // By default, Helidon makes this JVM reject the deserialization of all objects, as by Spark.
  private static final Map<String, String> SERIAL_FILTER_ACTIONS =
      Map.of(
          "helidon.serialFilter.missing.action", "ignore",
          "helidon.serialFilter.failure.action", "ignore");

  private final WebServer server;
  private final RequestRouter router;
  private final @Nullable ServerCertificate certificate;

  private SimulatedServer(
      WebServer server, RequestRouter router, @Nullable ServerCertificate certificate) {
    this.server = server;
    this.router = router;
    this.certificate = certificate;
  }

  /**
   * Starts a server.
   *
   * @param endpoints the protocols; the last one accepts every request
   * @return the running server
   */
  public static SimulatedServer start(
      ServerSettings settings, RequestRecorder recorder, List<ProtocolEndpoint> endpoints) {
    var connections = new ClientConnections(settings.maxStreams());
    var router =
        new RequestRouter(
            new ApiKeyCheck(settings.apiKey()),
            endpoints,
            settings.pacing(),
            recorder,
            connections);
    String host = settings.certificateHost();
    var certificate = host == null ? null : ServerCertificate.of(host);
    return new SimulatedServer(
        listen(settings.port(), router, connections, certificate), router, certificate);
  }

  private static WebServer listen(
      int port,
      RequestRouter router,
      ClientConnections connections,
      @Nullable ServerCertificate certificate) {
    reduceLogging();
    SERIAL_FILTER_ACTIONS.forEach(SimulatedServer::setIfAbsent);
    var server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(port)
            .backlog(4_096)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ZERO)
            .connectionOptions(connections.options())
            .connectionSelectors(connections.protocols())
            .routing(routing -> routing.any(router));
    if (certificate != null) {
      server.tls(Tls.builder().sslContext(certificate.context()).build());
    }
    return server.build().start();
  }

  // Helidon logs five lines per server. A level set by the user is kept.
  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static void reduceLogging() {
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
    return certificate == null ? null : certificate.authority();
  }

  /** Returns the number of requests in progress. */
  public int activeRequests() {
    return router.activeRequests();
  }

  /** Aborts the responses in progress and frees the port. */
  @Override
  public void close() {
    router.interrupt();
    server.stop();
  }
}
