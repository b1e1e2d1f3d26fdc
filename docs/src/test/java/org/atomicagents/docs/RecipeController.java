package org.atomicagents.docs;

import static org.atomicagents.docs.ErrorSnippets.httpStatus;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.StreamFormat;
import org.atomicagents.docs.StreamingSnippets.Recipe;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.InvalidInputException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

// @start region="spring"
@RestController
final class RecipeController {
  private static final StreamFormat EVENTS =
      StreamFormat.SERVER_SENT_EVENTS.withHeartbeat(Duration.ofSeconds(15));

  private final AtomicAgent<BasicChatInput, Recipe> agent;

  RecipeController(AtomicAgent<BasicChatInput, Recipe> agent) {
    this.agent = agent;
  }

  @GetMapping("/recipe")
  void recipe(@RequestParam("wish") String wish, HttpServletResponse response) throws IOException {
    try (var stream = agent.stream(new BasicChatInput(wish))) {
      stream.awaitStart(); // Throws while a status can still be sent.
      response.setContentType(EVENTS.contentType());
      EVENTS.write(stream, response.getOutputStream());
    }
  }

  @ExceptionHandler({AgentException.class, InvalidInputException.class})
  void failed(RuntimeException failure, HttpServletResponse response) throws IOException {
    if (!response.isCommitted()) {
      response.sendError(httpStatus(failure));
    }
  }
}
// @end
