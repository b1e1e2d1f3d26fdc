package org.atomicagents.docs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.StreamFormat;
import org.atomicagents.docs.StreamingSnippets.Recipe;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.RateLimitedException;

// @start region="http-server"
record RecipeHandler(AtomicAgent<BasicChatInput, Recipe> agent) implements HttpHandler {
  private static final StreamFormat EVENTS =
      StreamFormat.SERVER_SENT_EVENTS.withHeartbeat(Duration.ofSeconds(15));

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String wish = exchange.getRequestURI().getQuery();
    try (exchange) {
      try (var stream = agent.stream(new BasicChatInput(wish))) {
        stream.awaitStart(); // Throws while a status can still be sent.
        exchange.getResponseHeaders().add("Content-Type", EVENTS.contentType());
        exchange.sendResponseHeaders(200, 0);
        EVENTS.write(stream, exchange.getResponseBody());
      } catch (AgentException e) {
        if (exchange.getResponseCode() < 0) {
          exchange.sendResponseHeaders(e instanceof RateLimitedException ? 429 : 502, -1);
        }
      }
    }
  }
}
// @end
