package org.atomicagents.durable.temporal;

import java.time.Duration;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.durable.Durable;
import org.atomicagents.durable.DurableRequests;
import org.atomicagents.durable.RecordedResponse;
import org.atomicagents.durable.RequestStep;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.Step;
import org.atomicagents.durable.StepExecution;
import org.atomicagents.durable.StepNames;
import org.atomicagents.durable.StepRetry;
import org.atomicagents.internal.codec.ModelRequestCodec;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;

/** A run of an agent that loads the classes of later ones, without a request and a workflow. */
final class WarmUp implements Durable {
  private final StepNames names = new StepNames();

  /** Runs an agent that calls, and is asked again. */
  void run() {
    Model model =
        Model.of(
            (request, context) ->
                ModelExchange.of(
                    new ModelEvent.TextDelta("{\"chat_message\":\"ready\"}"),
                    new ModelEvent.Finished(FinishReason.STOP, "stop")),
            "warm-up");
    var agent =
        AtomicAgent.of(
            BasicChatInput.class, BasicChatOutput.class, DurableRequests.of(this).applyTo(model));
    agent.run(new BasicChatInput("ready?"));
  }

  @Override
  public RecordedResponse respond(RequestStep request) {
    var input = StepCall.named(request.name(), request.input());
    var call =
        new StepCall(
            request.name(), input, request.client(), "warm-up", StepRetry.ofDefaults(), 1_000);
    StepCall read = StepCall.of(call.toJson());
    String content = ModelRequestCodec.encode(request.request());
    PayloadSize.require("warm-up", "a request", PayloadSize.of(content), Integer.MAX_VALUE);
    ModelRequestCodec.decode(content);
    var step = Step.of(read.name(), read.input(), RecordedResponse.codec(), request.send());
    byte[] recorded = new StepExecution<>(step, workflowId()).run();
    return new StepExecution<>(step, workflowId()).result(recorded);
  }

  @Override
  public String workflowId() {
    return "warm-up";
  }

  @Override
  public StepNames names() {
    return names;
  }

  @Override
  public <T> T step(Step<T> step) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sleep(Duration length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> Optional<T> awaitSignal(Signal<T> signal, Duration timeout) {
    throw new UnsupportedOperationException();
  }
}
