package org.atomicagents.benchmarks.stub;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.spi.ProtocolConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.atomicagents.benchmarks.measure.FixedRatePacer;

/**
 * The same provider as {@link StubServer} over TLS, with HTTP/2 where the client supports it and a
 * maximum number of streams per connection.
 */
final class TlsStubServer {
  /** In place of a number of streams, a server without HTTP/2. */
  static final int HTTP1_ONLY = 0;

  // A strong reference: a garbage-collected logger loses its level.
  private static final Logger LOG = Logger.getLogger("io.helidon");

  private final StubScript script;
  private final CannedResponse canned;

  private TlsStubServer(StubScript script) {
    this.script = script;
    this.canned = CannedResponse.of(script);
  }

  /**
   * Starts the server; the arguments are the key store file, the maximum number of streams per
   * connection or {@link #HTTP1_ONLY}, and the script.
   */
  public static void main(String[] args) throws IOException {
    LOG.setLevel(Level.OFF);
    var stub = new TlsStubServer(StubScript.parse(List.of(args).subList(2, args.length)));
    WebServer server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(0)
            .backlog(4_096)
            // With Nagle's algorithm, each response waits 40 ms for the acknowledgement of its
            // headers.
            .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
            .tls(
                Tls.builder()
                    .sslContext(new LocalhostCertificate(Path.of(args[0])).context())
                    .build())
            .protocolsDiscoverServices(false)
            .protocols(protocols(Integer.parseInt(args[1])))
            .routing(
                (HttpRouting.Builder routing) -> routing.post("/v1/chat/completions", stub::serve))
            .build()
            .start();
    System.out.println(server.port());
    StubServer.awaitEndOfInput();
    System.exit(0);
  }

  private static List<ProtocolConfig> protocols(int streams) {
    var http1 = Http1Config.create();
    return streams == HTTP1_ONLY
        ? List.of(http1)
        : List.of(Http2Config.builder().maxConcurrentStreams(streams).build(), http1);
  }

  private void serve(ServerRequest request, ServerResponse response) {
    if (!StubServer.isStreamRequest(request.content().as(String.class))) {
      FixedRatePacer.pause(script.delay());
      response.header(HeaderNames.CONTENT_TYPE, "application/json").send(canned.completeBody());
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
    try (OutputStream out = response.outputStream()) {
      var pacer = new FixedRatePacer(script.every());
      for (int i = 0; i < canned.events().size(); i++) {
        pacer.await(i);
        out.write(canned.events().get(i));
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
