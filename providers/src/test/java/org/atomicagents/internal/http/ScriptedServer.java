package org.atomicagents.internal.http;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server with a list of responses for each method and path; the last one is repeated.
 *
 * <p>A response is a body, a status such as {@code 503}, a status with a body such as {@code 400
 * {}}, {@code cut}, which closes the connection within a response, {@code cut X}, which does so
 * after a part of a body, {@code header N: V} with a body on the next line, {@code drop}, which
 * closes it before a response, or {@code stall}, which never responds.
 */
public final class ScriptedServer implements AutoCloseable {
  private final ConcurrentHashMap<String, Queue<String>> responses = new ConcurrentHashMap<>();
  private final List<LoopbackServer.Received> received = new CopyOnWriteArrayList<>();
  private final LoopbackServer server = LoopbackServer.start(this::respond);

  /** Sets the responses to requests such as {@code GET /v1/batches/b}, without the query. */
  public ScriptedServer on(String request, String... bodies) {
    responses.put(request, new ArrayDeque<>(List.of(bodies)));
    return this;
  }

  public URI uri(String path) {
    return server.uri(path);
  }

  /** Returns the received requests as method, path and query. */
  public List<String> requests() {
    var texts = new ArrayList<String>();
    received.forEach(request -> texts.add(request.method() + " " + request.path()));
    return texts;
  }

  /** Returns the only received request with a method and path. */
  public LoopbackServer.Received request(String name) {
    List<LoopbackServer.Received> matching =
        received.stream().filter(request -> name(request).equals(name)).toList();
    if (matching.size() != 1) {
      throw new AssertionError(name + ": expected one request, found " + requests());
    }
    return matching.getFirst();
  }

  @Override
  public void close() {
    server.close();
  }

  private void respond(LoopbackServer.Received request, LoopbackServer.Client client)
      throws Exception {
    received.add(request);
    Queue<String> left = responses.getOrDefault(name(request), new ArrayDeque<>(List.of("404")));
    String next;
    synchronized (left) {
      next = left.size() > 1 ? left.remove() : left.element();
    }
    if (next.equals("stall")) {
      client.awaitHangUp();
    } else if (next.equals("drop")) {
      client.hangUp();
    } else if (next.startsWith("cut")) {
      client.begin(200, "application/json");
      client.chunk(next.substring(3).strip() + " ");
      client.hangUp();
    } else if (next.startsWith("header ")) {
      String[] lines = next.substring("header ".length()).split("\n", 2);
      client.respond(200, "application/json", lines[1], lines[0]);
    } else if (next.matches("[0-9]{3}( (?s:.*))?")) {
      String body = next.length() > 4 ? next.substring(4) : "{}";
      client.respond(Integer.parseInt(next.substring(0, 3)), "application/json", body);
    } else {
      client.respond(200, "application/json", next);
    }
  }

  private static String name(LoopbackServer.Received request) {
    return request.method() + " " + request.path().replaceFirst("\\?.*", "");
  }
}
