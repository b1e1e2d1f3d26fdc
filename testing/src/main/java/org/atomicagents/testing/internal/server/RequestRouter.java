package org.atomicagents.testing.internal.server;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.testing.internal.connection.ClientConnection;
import org.atomicagents.testing.internal.connection.ClientConnections;
import org.atomicagents.testing.internal.connection.RequestHandling;

/**
 * The handler of all requests: records them, checks the API key, calls the endpoint of the protocol
 * and sends the response with the fault.
 */
final class RequestRouter implements Handler {
  private final ApiKeyCheck apiKeyCheck;
  private final List<ProtocolEndpoint> endpoints;
  private final ResponsePacing pacing;
  private final RequestRecorder recorder;
  private final ClientConnections connections;
  private final Set<RequestHandling> activeRequests = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();

  /**
   * @param endpoints the protocols; the last one accepts every request
   */
  RequestRouter(
      ApiKeyCheck apiKeyCheck,
      List<ProtocolEndpoint> endpoints,
      ResponsePacing pacing,
      RequestRecorder recorder,
      ClientConnections connections) {
    this.apiKeyCheck = apiKeyCheck;
    this.endpoints = List.copyOf(endpoints);
    this.pacing = pacing;
    this.recorder = recorder;
    this.connections = connections;
  }

  int activeRequests() {
    return activeRequests.size();
  }

  /** Interrupts the handling of all requests. */
  void interrupt() {
    activeRequests.forEach(RequestHandling::interrupt);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    ClientConnection connection = connections.of(request);
    RequestHandling handling = connection.begin(request.id());
    activeRequests.add(handling);
    try {
      handle(request, response, connection, handling);
    } catch (InterruptedException e) {
      if (!handling.isClientGone()) {
        Thread.currentThread().interrupt();
      }
      throw new CloseConnectionException(
          "The client has disconnected or cancelled the request.", e);
    } finally {
      activeRequests.remove(handling);
      connection.finish(handling);
    }
  }

  private void handle(
      ServerRequest request,
      ServerResponse response,
      ClientConnection connection,
      RequestHandling handling)
      throws IOException, InterruptedException {
    if (connection.exceedsStreamLimit(handling)) {
      throw ResponseWriter.refusedStream();
    }
    String requestId = "req_" + ids.incrementAndGet();
    byte[] body = body(request, handling);
    ReceivedRequest received = received(request, body);
    ProtocolEndpoint endpoint = endpoint(received);
    response.header(endpoint.requestIdHeader(), requestId);
    InjectedFault fault =
        recorder.record(received, candidate -> isSupported(candidate, connection));
    SimulatedResponse simulated = respond(endpoint, received, body, requestId);
    if (fault != null && !isSupported(fault, connection)) {
      simulated = errorResponse(endpoint, ApiError.needsHttp2(fault), requestId);
      fault = null;
    }
    new ResponseWriter(response, connection, handling, pacing, endpoint.errors(), requestId)
        .send(simulated, fault);
  }

  private ProtocolEndpoint endpoint(ReceivedRequest request) {
    return endpoints.stream().filter(e -> e.accepts(request)).findFirst().orElseThrow();
  }

  private static boolean isSupported(InjectedFault fault, ClientConnection connection) {
    return connection.isHttp2() || !(fault.effect() instanceof FaultEffect.UnprocessedStream);
  }

  // RFC 9110, 9.3.2: no body for HEAD; the client would read it as the next response.
  private SimulatedResponse respond(
      ProtocolEndpoint endpoint, ReceivedRequest request, byte[] body, String requestId) {
    SimulatedResponse simulated = checkAndRespond(endpoint, request, body, requestId);
    return simulated instanceof SimulatedResponse.CompleteBody complete
            && request.method().equals("HEAD")
        ? new SimulatedResponse.CompleteBody(complete.status(), complete.headers(), "", 0)
        : simulated;
  }

  private SimulatedResponse checkAndRespond(
      ProtocolEndpoint endpoint, ReceivedRequest request, byte[] body, String requestId) {
    try {
      apiKeyCheck.check(request, endpoint);
      return endpoint.respond(request, body);
    } catch (ApiError error) {
      return errorResponse(endpoint, error, requestId);
    } catch (RuntimeException e) {
      return errorResponse(endpoint, ApiError.internal(e), requestId);
    }
  }

  private static SimulatedResponse errorResponse(
      ProtocolEndpoint endpoint, ApiError error, String requestId) {
    return endpoint.errors().response(error.error(), null, requestId);
  }

  private static String method(ServerRequest request) {
    return request.prologue().method().text();
  }

  private static byte[] body(ServerRequest request, RequestHandling handling)
      throws IOException, InterruptedException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try {
      // Not closed: closing waits for the rest of the body, which may never arrive.
      return handling.read(request.content().inputStream());
    } catch (RuntimeException e) {
      // The server would respond to the exception and log a warning.
      throw handling.isClientGone()
          ? new CloseConnectionException("The client has disconnected.", e)
          : e;
    }
  }

  private static ReceivedRequest received(ServerRequest request, byte[] body) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(header ->
            headers.put(header.name().toLowerCase(Locale.ROOT), List.copyOf(header.allValues())));
    Map<String, String> query = new LinkedHashMap<>();
    for (String name : request.query().names()) {
      query.put(name, request.query().first(name).orElse(""));
    }
    return new ReceivedRequest(
        method(request),
        (request.isSecure() ? "https://" : "http://") + request.authority(),
        request.path().path(),
        query,
        headers,
        new String(body, StandardCharsets.UTF_8));
  }
}
