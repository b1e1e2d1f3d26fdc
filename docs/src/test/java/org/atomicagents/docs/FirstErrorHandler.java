package org.atomicagents.docs;

import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.message.Violation;
import org.atomicagents.openai.OpenAi;

public class FirstErrorHandler {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(openAi.model("gpt-5-mini"));
      var options = RunOptions.timeout(Duration.ofSeconds(30));
      System.out.println(agent.run(new BasicChatInput("hello"), options).chatMessage());
    } catch (InvalidOutputException e) {
      for (Violation violation : e.violations()) {
        System.err.println(violation.path() + ": found " + violation.found());
      }
    } catch (RateLimitedException e) {
      System.err.println("Retry after " + e.retryAfter().orElse(Duration.ofMinutes(1)));
    } catch (AgentException e) {
      System.err.println(e.getMessage());
      System.err.println("Retryable: " + e.isRetryable() + ", used: " + e.usage());
    }
  }
}
