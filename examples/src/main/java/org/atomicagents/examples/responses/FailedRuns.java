package org.atomicagents.examples.responses;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;

/** Failed runs and the decision of the caller for each type of exception. */
public final class FailedRuns {
  private FailedRuns() {}

  public static void main(String... args) {
    var busy = new ProviderError("provider", 429, null, "Too many requests", "{}");
    Map<String, ScriptedModel> models = new LinkedHashMap<>();
    models.put("invalid", ScriptedModel.answering("{}", "{\"chat_message\":7}", "[]"));
    models.put("refused", ScriptedModel.of(ScriptedResponse.refusal("I'd rather not.")));
    models.put(
        "busy",
        ScriptedModel.throwing(
            RateLimitedException.of(busy, RateLimitedException.Kind.RATE, Duration.ofSeconds(20))));

    models.forEach((name, script) -> {
      var agent = AtomicAgent.of(script.model(name));
      try {
        BasicChatOutput output = agent.run(new BasicChatInput("hello"));
        System.out.println(output.chatMessage());
      } catch (AgentException failure) {
        System.out.printf("%s: %s%n", name, decision(failure));
      }
    });
  }

  private static String decision(AgentException failure) {
    return switch (failure) {
      case InvalidOutputException invalid ->
          "%d attempts, first violation at %s: use a larger model"
              .formatted(invalid.attempts(), invalid.violations().getFirst().path());
      case ModelRefusalException refusal -> "rephrase the input: " + refusal.reason();
      case RateLimitedException limited -> "run again after " + limited.retryAfter().orElseThrow();
      default -> failure.isRetryable() ? "run again" : "give up: " + failure.getMessage();
    };
  }
}
