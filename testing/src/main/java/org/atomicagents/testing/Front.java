package org.atomicagents.testing;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where every request comes in: noted, checked, sent on by its path; faults become answers. */
final class Front implements Handler {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MODELS = "/v1/models";

  private final Credentials credentials;
  private final ChatEndpoint chat;
  private final List<String> models;
  private final Queue<RecordedRequest> requests = new ConcurrentLinkedQueue<>();
  private final Set<Thread> working = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong();

  Front(Credentials credentials, ChatEndpoint chat, List<String> models) {
    this.credentials = credentials;
    this.chat = chat;
    this.models = models;
  }

  List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  int working() {
    return working.size();
  }

  /** Ends the work on every request at once. */
  void interrupt() {
    working.forEach(Thread::interrupt);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    response.header("x-request-id", "req_" + ids.incrementAndGet());
    working.add(Thread.currentThread());
    try {
      byte[] body = body(request);
      requests.add(record(request, body));
      credentials.check(request);
      route(request, body, response);
    } catch (ProviderFault fault) {
      response.status(Status.create(fault.status()));
      send(response, fault.body());
    } catch (CloseConnectionException e) {
      throw e;
    } catch (RuntimeException e) {
      fail(response, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("The simulated provider was closed.", e);
    } finally {
      working.remove(Thread.currentThread());
    }
  }

  private void route(ServerRequest request, byte[] body, ServerResponse response)
      throws InterruptedException {
    String path = request.path().path();
    switch (path) {
      case CHAT -> {
        requireMethod("POST", request);
        chat.answer(body, response);
      }
      case MODELS -> {
        requireMethod("GET", request);
        send(response, list());
      }
      default -> throw ProviderFault.unknownPath(method(request), path);
    }
  }

  private static void fail(ServerResponse response, RuntimeException cause) {
    if (response.isSent()) {
      throw cause;
    }
    ProviderFault fault = ProviderFault.internal(cause);
    response.status(Status.create(fault.status()));
    send(response, fault.body());
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

  private static void send(ServerResponse response, ObjectNode body) {
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(Wire.bytes(body));
  }

  private static void requireMethod(String allowed, ServerRequest request) {
    if (!method(request).equals(allowed)) {
      throw ProviderFault.wrongMethod(allowed);
    }
  }

  private static String method(ServerRequest request) {
    return request.prologue().method().text();
  }

  private static byte[] body(ServerRequest request) throws IOException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try (InputStream in = request.content().inputStream()) {
      return in.readAllBytes();
    }
  }

  private static RecordedRequest record(ServerRequest request, byte[] body) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(header ->
            headers.put(
                header.name().toLowerCase(Locale.ROOT),
                RecordedRequest.isSecret(header.name())
                    ? List.of(RecordedRequest.HIDDEN)
                    : List.copyOf(header.allValues())));
    return new RecordedRequest(
        method(request), request.path().path(), headers, new String(body, StandardCharsets.UTF_8));
  }
}
