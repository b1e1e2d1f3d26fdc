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

/** Where every request comes in: noted, checked, sent on by its path; faults become answers. */
final class RequestRouter implements Handler {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MODELS = "/v1/models";

  private final ApiKeyCheck credentials;
  private final ChatEndpoint chat;
  private final List<String> models;
  private final ResponsePacing pace;
  private final RequestRecorder recorder;
  private final ClientConnections connections;
  private final Set<RequestHandling> activeRequests = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();

  RequestRouter(
      ApiKeyCheck credentials,
      ChatEndpoint chat,
      List<String> models,
      ResponsePacing pace,
      RequestRecorder recorder,
      ClientConnections lines) {
    this.credentials = credentials;
    this.chat = chat;
    this.models = models;
    this.pace = pace;
    this.recorder = recorder;
    this.connections = lines;
  }

  int activeRequests() {
    return activeRequests.size();
  }

  /** Ends the work on every request at once. */
  void interrupt() {
    activeRequests.forEach(RequestHandling::interrupt);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    ClientConnection line = connections.of(request);
    RequestHandling exchange = line.begin(request.id());
    activeRequests.add(exchange);
    try {
      handle(request, response, line, exchange);
    } catch (InterruptedException e) {
      if (!exchange.isClientGone()) {
        Thread.currentThread().interrupt();
      }
      throw new CloseConnectionException("Nobody waits for the answer any more.", e);
    } finally {
      activeRequests.remove(exchange);
      line.finish(exchange);
    }
  }

  private void handle(
      ServerRequest request,
      ServerResponse response,
      ClientConnection line,
      RequestHandling exchange)
      throws IOException, InterruptedException {
    if (line.exceedsStreamLimit(exchange)) {
      throw ResponseWriter.refusedStream();
    }
    response.header("x-request-id", "req_" + ids.incrementAndGet());
    byte[] body = body(request, exchange);
    InjectedFault fault =
        recorder.record(received(request, body), wanted -> isPossible(wanted, line));
    SimulatedResponse reply = respond(request, body);
    if (fault != null && !isPossible(fault, line)) {
      reply = errorResponse(ApiError.needsHttp2(fault));
      fault = null;
    }
    new ResponseWriter(response, line, exchange, pace).send(reply, fault);
  }

  private static boolean isPossible(InjectedFault fault, ClientConnection line) {
    return line.isHttp2() || !(fault.effect() instanceof FaultEffect.UnprocessedStream);
  }

  // RFC 9110, 9.3.2: without a body, which would be taken for the next answer.
  private SimulatedResponse respond(ServerRequest request, byte[] body) {
    SimulatedResponse reply = answer(request, body);
    return reply instanceof SimulatedResponse.CompleteBody whole && method(request).equals("HEAD")
        ? new SimulatedResponse.CompleteBody(whole.status(), whole.headers(), "", 0)
        : reply;
  }

  private SimulatedResponse answer(ServerRequest request, byte[] body) {
    try {
      credentials.check(request);
      return route(request, body);
    } catch (ApiError fault) {
      return errorResponse(fault);
    } catch (RuntimeException e) {
      return errorResponse(ApiError.internal(e));
    }
  }

  private SimulatedResponse route(ServerRequest request, byte[] body) {
    String path = request.path().path();
    return switch (path) {
      case CHAT -> {
        requireMethod("POST", request);
        yield chat.answer(body);
      }
      case MODELS -> {
        requireMethod("GET", request);
        yield SimulatedResponse.CompleteBody.json(200, modelList());
      }
      default -> throw ApiError.unknownPath(method(request), path);
    };
  }

  private static SimulatedResponse.CompleteBody errorResponse(ApiError fault) {
    return SimulatedResponse.CompleteBody.json(fault.error().status(), fault.error().body());
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
      throw ApiError.wrongMethod(allowed);
    }
  }

  private static String method(ServerRequest request) {
    return request.prologue().method().text();
  }

  private static byte[] body(ServerRequest request, RequestHandling exchange)
      throws IOException, InterruptedException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try {
      // It isn't closed: that would wait for the rest, which may never come.
      return exchange.read(request.content().inputStream());
    } catch (RuntimeException e) {
      // The server would answer that, and warn of it in its log.
      throw exchange.isClientGone() ? new CloseConnectionException("The client has gone.", e) : e;
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
