package org.atomicagents.docs;

import static org.atomicagents.docs.ErrorSnippets.httpStatus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.StreamFormat;
import org.atomicagents.docs.StreamingSnippets.Recipe;

// @start region="http-server"
record RecipeHandler(AtomicAgent<BasicChatInput, Recipe> agent) implements HttpHandler {
  private static final StreamFormat EVENTS =
      StreamFormat.SERVER_SENT_EVENTS.withHeartbeat(Duration.ofSeconds(15));

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<String> wish = parameter(exchange, "wish");
      if (wish.isPresent()) {
        writeRecipe(wish.get(), exchange);
      } else {
        exchange.sendResponseHeaders(400, -1);
      }
    }
  }

  private void writeRecipe(String wish, HttpExchange exchange) throws IOException {
    try (var stream = agent.stream(new BasicChatInput(wish))) {
      stream.awaitStart(); // Throws while a status can still be sent.
      exchange.getResponseHeaders().set("Content-Type", EVENTS.contentType());
      exchange.sendResponseHeaders(200, 0);
      EVENTS.write(stream, exchange.getResponseBody());
    } catch (RuntimeException e) {
      if (exchange.getResponseCode() < 0) { // No status was sent.
        exchange.sendResponseHeaders(httpStatus(e), -1);
      }
    }
  }

  private static Optional<String> parameter(HttpExchange exchange, String name) {
    return Stream.ofNullable(exchange.getRequestURI().getRawQuery())
        .flatMap(query -> Stream.of(query.split("&")))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
        .findFirst();
  }
}
// @end
