package org.atomicagents.internal.resilience;

import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.TokenCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The response of the request that lost a race. It is paid for, so its usage counts: as reported,
 * or the input as estimated, since providers report no usage of a cancelled response.
 */
record LostResponse(ModelRequest request, RunContext context, TokenCounter counter) {
  private static final Logger log = LoggerFactory.getLogger(LostResponse.class);

  /** Closes a response that has begun. */
  void close(ModelExchange exchange) {
    try (exchange) {
      if (!request.stream()) {
        // The complete response was received, with its usage at its end.
        exchange.forEach(event -> {});
      }
    } catch (AgentException e) {
      log.debug("A response that is not used failed", e);
    }
    addUnreported();
  }

  /** Adds the estimated input of a request whose usage was not reported. */
  void addUnreported() {
    if (context.hasUnreportedRequest()) {
      int input = request.messages().stream().mapToInt(counter::count).sum();
      context.addUnreportedUsage(Usage.of(input, 0));
    }
  }
}
