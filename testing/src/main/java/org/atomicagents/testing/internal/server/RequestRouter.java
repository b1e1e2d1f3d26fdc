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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The handler of all requests: records them, checks the API key, calls the endpoint of the path and
 * sends the response with the fault.
 */
final class RequestRouter implements Handler {
  private static final String CHAT = "/v1/chat/completions";
  private static final String RESPONSES = "/v1/responses";
  private static final String MODELS = "/v1/models";

  private final ApiKeyCheck apiKeyCheck;
  private final ChatEndpoint chat;
  private final ResponsesEndpoint responses;
  private final List<String> models;
  private final ResponsePacing pacing;
  private final RequestRecorder recorder;
  private final ClientConnections connections;
  private final Set<RequestHandling> activeRequests = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();

  RequestRouter(
      ApiKeyCheck apiKeyCheck,
      ChatEndpoint chat,
      ResponsesEndpoint responses,
      List<String> models,
      ResponsePacing pacing,
      RequestRecorder recorder,
      ClientConnections connections) {
    this.apiKeyCheck = apiKeyCheck;
    this.chat = chat;
    this.responses = responses;
    this.models = models;
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
    response.header("x-request-id", "req_" + ids.incrementAndGet());
    byte[] body = body(request, handling);
    InjectedFault fault =
        recorder.record(received(request, body), candidate -> isSupported(candidate, connection));
    SimulatedResponse simulated = respond(request, body);
    if (fault != null && !isSupported(fault, connection)) {
      simulated = errorResponse(ApiError.needsHttp2(fault));
      fault = null;
    }
    new ResponseWriter(response, connection, handling, pacing).send(simulated, fault);
  }

  private static boolean isSupported(InjectedFault fault, ClientConnection connection) {
    return connection.isHttp2() || !(fault.effect() instanceof FaultEffect.UnprocessedStream);
  }

  // RFC 9110, 9.3.2: no body for HEAD; the client would read it as the next response.
  private SimulatedResponse respond(ServerRequest request, byte[] body) {
    SimulatedResponse simulated = checkAndRoute(request, body);
    return simulated instanceof SimulatedResponse.CompleteBody complete
            && method(request).equals("HEAD")
        ? new SimulatedResponse.CompleteBody(complete.status(), complete.headers(), "", 0)
        : simulated;
  }

  private SimulatedResponse checkAndRoute(ServerRequest request, byte[] body) {
    try {
      apiKeyCheck.check(request);
      return route(request, body);
    } catch (ApiError error) {
      return errorResponse(error);
    } catch (RuntimeException e) {
      return errorResponse(ApiError.internal(e));
    }
  }

  private SimulatedResponse route(ServerRequest request, byte[] body) {
    String path = request.path().path();
    return switch (path) {
      case CHAT -> {
        requireMethod("POST", request);
        yield chat.respond(body);
      }
      case RESPONSES -> {
        requireMethod("POST", request);
        yield responses.respond(body);
      }
      case MODELS -> {
        requireMethod("GET", request);
        yield SimulatedResponse.CompleteBody.json(200, modelList());
      }
      default -> {
        if (!path.startsWith(RESPONSES + "/")) {
          throw ApiError.unknownPath(method(request), path);
        }
        yield responses.respond(method(request), path.substring(RESPONSES.length() + 1));
      }
    };
  }

  private static SimulatedResponse.CompleteBody errorResponse(ApiError error) {
    return SimulatedResponse.CompleteBody.json(error.error().status(), error.error().body());
  }

  private ObjectNode modelList() {
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
    var data = list.putArray("data");
    for (String model : models) {
      data.addObject()
          .put("id", model)
          .put("object", "model")
          .put("created", 0)
          .put("owned_by", "simulated");
    }
    return list;
  }

  private static void requireMethod(String allowed, ServerRequest request) {
    if (!method(request).equals(allowed)) {
      throw ApiError.unsupportedMethod(allowed);
    }
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
    return new ReceivedRequest(
        method(request), request.path().path(), headers, new String(body, StandardCharsets.UTF_8));
  }
}
