package org.atomicagents.testing;

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
import org.atomicagents.testing.internal.line.Exchange;
import org.atomicagents.testing.internal.line.Line;
import org.atomicagents.testing.internal.line.Lines;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where every request comes in: noted, checked, sent on by its path; faults become answers. */
final class Front implements Handler {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MODELS = "/v1/models";

  private final Credentials credentials;
  private final ChatEndpoint chat;
  private final List<String> models;
  private final Pace pace;
  private final RequestRecorder recorder;
  private final Lines lines;
  private final Set<Exchange> working = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();

  Front(
      Credentials credentials,
      ChatEndpoint chat,
      List<String> models,
      Pace pace,
      RequestRecorder recorder,
      Lines lines) {
    this.credentials = credentials;
    this.chat = chat;
    this.models = models;
    this.pace = pace;
    this.recorder = recorder;
    this.lines = lines;
  }

  int working() {
    return working.size();
  }

  /** Ends the work on every request at once. */
  void interrupt() {
    working.forEach(Exchange::interrupt);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    Line line = lines.of(request);
    Exchange exchange = line.begin(request.id());
    working.add(exchange);
    try {
      handle(request, response, line, exchange);
    } catch (InterruptedException e) {
      if (!exchange.isOver()) {
        Thread.currentThread().interrupt();
      }
      throw new CloseConnectionException("Nobody waits for the answer any more.", e);
    } finally {
      working.remove(exchange);
      line.finish(exchange);
    }
  }

  private void handle(ServerRequest request, ServerResponse response, Line line, Exchange exchange)
      throws IOException, InterruptedException {
    if (line.isOneTooMany(exchange)) {
      throw Delivery.refused();
    }
    response.header("x-request-id", "req_" + ids.incrementAndGet());
    byte[] body = body(request, exchange);
    InjectedFault fault =
        recorder.record(received(request, body), wanted -> isPossible(wanted, line));
    Reply reply = reply(request, body);
    if (fault != null && !isPossible(fault, line)) {
      reply = error(ProviderFault.needsHttp2(fault));
      fault = null;
    }
    new Delivery(response, line, exchange, pace).send(reply, fault);
  }

  private static boolean isPossible(InjectedFault fault, Line line) {
    return line.isHttp2() || !(fault.effect() instanceof Effect.Unprocessed);
  }

  // RFC 9110, 9.3.2: without a body, which would be taken for the next answer.
  private Reply reply(ServerRequest request, byte[] body) {
    Reply reply = answer(request, body);
    return reply instanceof Reply.Whole whole && method(request).equals("HEAD")
        ? new Reply.Whole(whole.status(), whole.headers(), "", 0)
        : reply;
  }

  private Reply answer(ServerRequest request, byte[] body) {
    try {
      credentials.check(request);
      return route(request, body);
    } catch (ProviderFault fault) {
      return error(fault);
    } catch (RuntimeException e) {
      return error(ProviderFault.internal(e));
    }
  }

  private Reply route(ServerRequest request, byte[] body) {
    String path = request.path().path();
    return switch (path) {
      case CHAT -> {
        requireMethod("POST", request);
        yield chat.answer(body);
      }
      case MODELS -> {
        requireMethod("GET", request);
        yield Reply.Whole.json(200, list());
      }
      default -> throw ProviderFault.unknownPath(method(request), path);
    };
  }

  private static Reply.Whole error(ProviderFault fault) {
    return Reply.Whole.json(fault.told().status(), fault.told().body());
  }

  private ObjectNode list() {
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
      throw ProviderFault.wrongMethod(allowed);
    }
  }

  private static String method(ServerRequest request) {
    return request.prologue().method().text();
  }

  private static byte[] body(ServerRequest request, Exchange exchange)
      throws IOException, InterruptedException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try {
      // It isn't closed: that would wait for the rest, which may never come.
      return exchange.read(request.content().inputStream());
    } catch (RuntimeException e) {
      // The server would answer that, and warn of it in its log.
      throw exchange.isOver() ? new CloseConnectionException("The client has gone.", e) : e;
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
