package org.atomicagents.docs;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.StreamFormat;
import org.atomicagents.docs.StreamingSnippets.Recipe;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.RateLimitedException;

// @start region="servlet"
final class RecipeServlet extends HttpServlet {
  private static final StreamFormat EVENTS =
      StreamFormat.SERVER_SENT_EVENTS.withHeartbeat(Duration.ofSeconds(15));

  private final AtomicAgent<BasicChatInput, Recipe> agent;

  RecipeServlet(AtomicAgent<BasicChatInput, Recipe> agent) {
    this.agent = agent;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (var stream = agent.stream(new BasicChatInput(request.getParameter("wish")))) {
      stream.awaitStart(); // Throws while a status can still be sent.
      response.setContentType(EVENTS.contentType());
      EVENTS.write(stream, response.getOutputStream());
    } catch (AgentException e) {
      if (!response.isCommitted()) {
        response.sendError(e instanceof RateLimitedException ? 429 : 502);
      }
    }
  }
}
// @end
