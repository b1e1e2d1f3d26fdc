package org.atomicagents.benchmarks.contender;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import java.util.Set;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.SampleOrder;

/**
 * LangChain4j's AiServices over a stub model that responds immediately and supports JSON schemas,
 * the fastest documented setup. It decodes with Jackson and validates no constraints.
 */
final class StubbedLangChain4j implements Contender {
  private final Orders orders = AiServices.create(Orders.class, new StubModel());

  /** The service interface that LangChain4j implements. */
  interface Orders {
    @SystemMessage(SampleOrder.INSTRUCTION)
    Order read(@UserMessage String text);
  }

  private static final class StubModel implements ChatModel {
    private static final ChatResponse RESPONSE =
        ChatResponse.builder()
            .id("chatcmpl-1")
            .modelName("stub")
            .aiMessage(AiMessage.from(SampleOrder.JSON))
            .tokenUsage(new TokenUsage(90, 80))
            .finishReason(FinishReason.STOP)
            .build();

    @Override
    public ChatResponse doChat(ChatRequest request) {
      if (request.responseFormat() == null || request.responseFormat().jsonSchema() == null) {
        throw new IllegalStateException("expected a request with a JSON schema, found one without");
      }
      return RESPONSE;
    }

    @Override
    public Set<Capability> supportedCapabilities() {
      return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }
  }

  @Override
  public Object call() {
    return orders.read(SampleOrder.QUESTION);
  }

  @Override
  public Object expected() {
    return SampleOrder.order();
  }
}
