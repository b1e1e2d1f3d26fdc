package org.atomicagents.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.StreamFormat;
import org.atomicagents.StreamOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.TextPatchMode;

/** A web page that shows a partial output: server-sent events with JSON Patch operations. */
public final class BrowserPage {
  private BrowserPage() {}

  @Description("A place to go to")
  record Journey(String to) {}

  /** The output that the page shows. */
  @Description("A plan of a journey")
  record Plan(String title, String summary, List<Day> days) {}

  @Description("A day of a journey")
  record Day(String place, String activity, int kilometres) {}

  public static void main(String... args) throws IOException {
    try (var example = ExampleModel.select(args)) {
      HttpServer server = start(example.model());
      System.out.printf(
          "Open http://localhost:%d/ in a browser. Press Enter to stop.%n",
          server.getAddress().getPort());
      System.in.read();
      server.stop(0);
    }
  }

  static HttpServer start(Model model) throws IOException {
    var agent = AtomicAgent.of(Journey.class, Plan.class, model);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", BrowserPage::page);
    server.createContext("/plan", exchange -> plan(agent, exchange));
    server.start();
    return server;
  }

  private static void page(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream page =
            Objects.requireNonNull(BrowserPage.class.getResourceAsStream("browser-page.html"))) {
      exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      page.transferTo(exchange.getResponseBody());
    }
  }

  private static void plan(AtomicAgent<Journey, Plan> agent, HttpExchange exchange)
      throws IOException {
    var options =
        RunOptions.defaults()
            .withStream(StreamOptions.defaults().withInterval(Duration.ofMillis(50)));
    try (exchange) {
      exchange
          .getResponseHeaders()
          .add("Content-Type", StreamFormat.SERVER_SENT_EVENTS.contentType());
      exchange.sendResponseHeaders(200, 0);
      AgentStream<Plan> stream = agent.stream(new Journey("the Azores"), options);
      OutputStream body = exchange.getResponseBody();
      StreamFormat.SERVER_SENT_EVENTS.write(stream, body, TextPatchMode.APPEND);
    } catch (AgentException e) {
      System.err.println(e.getMessage());
    }
  }
}
