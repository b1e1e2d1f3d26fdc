package org.atomicagents.cli.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.JsonNodeFactory;

/** A server that streams the given responses in order and then repeats the last one. */
final class ScriptedServer implements AutoCloseable {
  private final HttpServer server;
  private final Queue<String> answers;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private int status = 200;
  private String model = "m";

  ScriptedServer(String... answers) throws IOException {
    this.answers = new ArrayDeque<>(List.of(answers));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::respond);
    server.start();
  }

  /** Changes the name of the model in the responses. */
  ScriptedServer model(String name) {
    model = name;
    return this;
  }

  /** Lets the server respond with an error, whose body is the next answer. */
  ScriptedServer status(int code) {
    status = code;
    return this;
  }

  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** Returns the bodies of the received requests. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      String text = answers.size() > 1 ? answers.remove() : answers.element();
      exchange
          .getResponseHeaders()
          .set("Content-Type", status == 200 ? "text/event-stream" : "application/json");
      exchange.sendResponseHeaders(status, 0);
      if (status != 200) {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        return;
      }
      String chunk =
          """
          {"id":"1","object":"chat.completion.chunk","created":1,"model":%s,"choices":[{"index":0,\
          "delta":{"content":%s},"finish_reason":"stop"}]}\
          """
              .formatted(
                  JsonNodeFactory.instance.stringNode(model),
                  JsonNodeFactory.instance.stringNode(text));
      String body = "data: " + chunk + "\n\ndata: [DONE]\n\n";
      exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
    }
  }
}
