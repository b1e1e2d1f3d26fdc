package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.InvalidOutputException;
import org.atomicagents.model.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ProviderError;
import org.atomicagents.model.RateLimitedException;
import org.atomicagents.model.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class ErrorSnippets {

  @Description("A product")
  record Product(@DecimalMin("0.01") double price) {}

  @Test
  void reAsk() {
    // @start region="re-ask"
    var script = ScriptedModel.answering("{\"price\":-1}", "{\"price\":19.9}");
    var agent = AtomicAgent.of(BasicChatInput.class, Product.class, script.model());

    var reply = agent.reply(new BasicChatInput("Describe a lamp."));

    assertThat(reply.output()).isEqualTo(new Product(19.9));
    assertThat(reply.attempts()).isEqualTo(2);
    assertThat(script.lastRequest().messages())
        .endsWith(
            Message.assistant("{\"price\":-1}"),
            Message.user(
                """
                Your response is invalid:
                  $.price: expected at least 0.01, found -1.0
                Return the complete JSON again with these errors fixed.\
                """));
    // @end
  }

  @Test
  void invalidOutput() {
    var script =
        ScriptedModel.answering("{\"price\":-1}", "{\"price\":-2}", "{\"price\":\"free\"}");
    var agent = AtomicAgent.of(BasicChatInput.class, Product.class, script.model());

    assertThatThrownBy(() -> agent.run(new BasicChatInput("Describe a lamp.")))
        .isInstanceOf(InvalidOutputException.class)
        .hasMessage(
            """
            Agent 'Product' got no valid Product in 3 attempts:
              $.price: expected a number, found "free"
            Raise maxAttempts, or relax Product.\
            """);
  }

  @Test
  void handling() {
    var model = limited(Duration.ofMillis(800));
    // @start region="errors"
    var agent = AtomicAgent.of(model);
    try {
      BasicChatOutput answer = agent.run(new BasicChatInput("hello"));
      System.out.println(answer.chatMessage());
    } catch (InvalidOutputException e) {
      for (Violation violation : e.violations()) {
        System.err.println(violation.path() + " is wrong: " + violation.found());
      }
    } catch (RateLimitedException e) {
      System.err.println("Come back in " + e.retryAfter().orElse(Duration.ofMinutes(1)));
    } catch (AgentException e) {
      System.err.println(e.getMessage() + (e.isRetryable() ? " It may work on another try." : ""));
    }
    // @end
    assertThatThrownBy(
            () -> AtomicAgent.of(limited(Duration.ofMillis(800))).run(new BasicChatInput("hi")))
        .isInstanceOf(RateLimitedException.class);
  }

  private static Model limited(Duration wait) {
    var error = new ProviderError("openai", 429, "req_1", "Rate limit reached", "{}");
    return ScriptedModel.throwing(
            RateLimitedException.of(error, RateLimitedException.Kind.WAIT, wait))
        .model();
  }
}
