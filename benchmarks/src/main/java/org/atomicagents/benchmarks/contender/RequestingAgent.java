package org.atomicagents.benchmarks.contender;

import java.util.List;
import java.util.Map;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.TokenCount;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * An agent that sends one request to a stub model and returns a constant result, so that the cost
 * of observing a request is not lost in the noise of a call.
 */
final class RequestingAgent implements Agent<String, String> {
  private static final List<ModelEvent> RESPONSE =
      List.of(
          new ModelEvent.Started("chatcmpl-1", "gpt-5-mini", Map.of()),
          new ModelEvent.TextDelta("\"output\""),
          new ModelEvent.UsageReport(Usage.of(290, 140)),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));
  private static final ModelRequest REQUEST =
      ModelRequest.of("gpt-5-mini", List.of(Message.user("input")));

  private final Model model =
      Model.of((request, context) -> ModelExchange.of(RESPONSE), "gpt-5-mini");
  private final RunResult<String> result = ConstantAgent.result();

  @Override
  public PreparedRun<String> prepare(@Nullable String input, RunOptions options) {
    return new RequestingRun(options.listeners());
  }

  private final class RequestingRun implements PreparedRun<String> {
    private final Listeners listeners;

    RequestingRun(Listeners listeners) {
      this.listeners = listeners;
    }

    @Override
    public RunResult<String> call() {
      var context =
          new RunContext(
              "constant",
              Deadline.none(),
              Budget.unlimited(),
              1,
              listeners,
              new Timings.Recorder(TimeSource.system()));
      try (ModelExchange exchange = model.open(REQUEST, context)) {
        for (ModelEvent event : exchange) {
          if (event instanceof ModelEvent.Finished finished
              && finished.reason() != FinishReason.STOP) {
            throw new IllegalStateException("Expected STOP, found " + finished);
          }
        }
      }
      return result;
    }

    @Override
    public ModelRequest request() {
      return REQUEST;
    }

    @Override
    public String fingerprint() {
      throw new UnsupportedOperationException();
    }

    @Override
    public TokenCount tokens() {
      throw new UnsupportedOperationException();
    }

    @Override
    public AgentStream<String> stream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void commit(String output) {}

    @Override
    public void close() {}
  }
}
