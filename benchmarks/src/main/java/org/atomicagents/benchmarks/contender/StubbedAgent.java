package org.atomicagents.benchmarks.contender;

import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.benchmarks.orders.OrderText;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;

/**
 * Our agent over a stub model that responds immediately. Each call renders the prompt, writes the
 * request, and decodes and validates the response, as with any model.
 */
final class StubbedAgent<O extends Record> implements Contender {
  private static final List<ModelEvent> RESPONSE =
      List.of(
          new ModelEvent.Started("chatcmpl-1", "stub", Map.of()),
          new ModelEvent.TextDelta(SampleOrder.JSON),
          new ModelEvent.UsageReport(Usage.of(90, 80)),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));

  private final O expected;
  private final AtomicAgent<OrderText, O> agent;

  StubbedAgent(Class<O> type, O expected) {
    this.expected = expected;
    Model model =
        Model.of((request, call) -> ModelExchange.of(RESPONSE), "stub")
            .withModes(ResponseMode.JSON_SCHEMA);
    this.agent = agent(type, model);
  }

  /** Returns the agent that all benchmarks use. */
  static <O extends Record> AtomicAgent<OrderText, O> agent(Class<O> type, Model model) {
    return AtomicAgent.builder(OrderText.class, type, model)
        .systemPrompt(SystemPrompt.builder().background(SampleOrder.INSTRUCTION).build())
        .build();
  }

  @Override
  public Object call() {
    return agent.run(new OrderText(SampleOrder.QUESTION));
  }

  @Override
  public Object expected() {
    return expected;
  }
}
