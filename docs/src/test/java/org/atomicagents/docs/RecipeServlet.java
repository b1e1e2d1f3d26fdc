package org.atomicagents.docs;

import static org.atomicagents.docs.ErrorSnippets.httpStatus;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.StreamFormat;
import org.atomicagents.docs.StreamingSnippets.Recipe;

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
    } catch (RuntimeException e) {
      if (!response.isCommitted()) {
        response.sendError(httpStatus(e));
      }
    }
  }
}
// @end
