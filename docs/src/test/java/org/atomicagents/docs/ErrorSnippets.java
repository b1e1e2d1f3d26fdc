package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Message;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class ErrorSnippets {

  @Description("A product")
  record Product(@DecimalMin("0.01") double price) {}

  @Test
  void reAsk() {
    // @start region="re-ask"
    var script = ScriptedModel.answering("{\"price\":-1}", "{\"price\":19.9}");
    var agent = AtomicAgent.of(BasicChatInput.class, Product.class, script.model());

    var result = agent.call(new BasicChatInput("Describe a lamp."));

    assertThat(result.output()).isEqualTo(new Product(19.9));
    assertThat(result.attempts()).isEqualTo(2);
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
  void firstErrorHandler() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      provider.fail(Fault.status(400));

      List<String> lines = ChildJvm.run(provider, FirstErrorHandler.class);

      assertThat(lines.getLast()).startsWith("Retryable: false, used: Usage[");
    }
  }

  @Description("A question")
  record ShortQuestion(@Size(max = 80) String text) {}

  @Test
  void invalidInput() {
    var script = ScriptedModel.answering();
    var agent = AtomicAgent.of(ShortQuestion.class, Product.class, script.model());
    var problems = new ArrayList<String>();
    // @start region="invalid-input"
    try {
      agent.run(new ShortQuestion("Why? ".repeat(20)));
    } catch (InvalidInputException e) {
      e.violations()
          .forEach(violation -> problems.add(violation.path() + ": " + violation.expected()));
    }
    // @end
    assertThat(problems).containsExactly("$.text: at most 80 characters");
    assertThat(script.requests()).isEmpty();
  }

  // @start region="http-status"
  static int httpStatus(RuntimeException failure) {
    return switch (failure) {
      case InvalidInputException e -> 400;
      case ConflictException e -> 409;
      case ContextTooLargeException e -> 413;
      case ModelRefusalException e -> 422;
      case LimitExceededException e -> 429;
      case RateLimitedException e ->
          e.kind() == RateLimitedException.Kind.REQUEST_TOO_LARGE ? 413 : 503;
      case UnavailableException e -> 503;
      case StoreException e -> 503;
      case CircuitOpenException e -> 503;
      case ShutdownException e -> 503;
      case CancelledException e -> 503;
      case TimedOutException e -> e.limit() == TimedOutException.Limit.QUEUE ? 503 : 504;
      case InvalidOutputException e -> 502;
      case TruncatedException e -> 502;
      case EmptyResponseException e -> 502;
      case TransportException e -> 502;
      default -> 500;
    };
  }

  // @end

  @Test
  void httpStatus() {
    assertThat(httpStatus(rateLimited(RateLimitedException.Kind.RATE))).isEqualTo(503);
    assertThat(httpStatus(rateLimited(RateLimitedException.Kind.REQUEST_TOO_LARGE))).isEqualTo(413);
    assertThat(httpStatus(InvalidInputException.of("chat", "Ticket", List.of()))).isEqualTo(400);
    assertThat(httpStatus(EmptyResponseException.of("chat", "stop"))).isEqualTo(502);
    assertThat(httpStatus(ConfigurationException.of("no key"))).isEqualTo(500);
  }

  @Test
  void retryAfter() {
    var failure = rateLimited(RateLimitedException.Kind.RATE);
    var headers = new Headers();
    // @start region="retry-after"
    if (failure instanceof RateLimitedException limited) {
      limited
          .retryAfter()
          .map(wait -> wait.plusNanos(999_999_999).toSeconds()) // rounds up
          .ifPresent(seconds -> headers.set("Retry-After", String.valueOf(seconds)));
    }
    // @end
    assertThat(headers.getFirst("Retry-After")).isEqualTo("1");
  }

  @Test
  void fallback() {
    var model = ScriptedModel.throwing(rateLimited(RateLimitedException.Kind.RATE)).model();
    var fallback = ScriptedModel.answering("{\"chat_message\":\"hi\"}").model();
    var agent = AtomicAgent.of(model);
    // @start region="fallback"
    BasicChatOutput output;
    try {
      output = agent.run(new BasicChatInput("hello"));
    } catch (AgentException e) {
      if (!e.isRetryable()) {
        throw e;
      }
      output = agent.run(new BasicChatInput("hello"), RunOptions.defaults().withModel(fallback));
    }
    // @end
    assertThat(output.chatMessage()).isEqualTo("hi");
  }

  private static AgentException rateLimited(RateLimitedException.Kind kind) {
    var error = new ProviderError("openai", 429, "req_1", "Rate limit reached", "{}");
    return RateLimitedException.of(error, kind, Duration.ofMillis(800));
  }
}
