package org.atomicagents.benchmarks.contender;

import java.util.List;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;

/**
 * Spring AI's {@code .entity} over a stub model that responds immediately and supports JSON
 * schemas. The converter is reused, because {@code .entity(Order.class)} generates the schema in
 * each call. It decodes with Jackson and validates no constraints.
 */
final class StubbedSpringAi implements Contender {
  private final ChatClient client =
      ChatClient.builder(new StubModel()).defaultSystem(SampleOrder.INSTRUCTION).build();
  private final BeanOutputConverter<Order> converter = new BeanOutputConverter<>(Order.class);

  private static final class StubModel implements ChatModel {
    private static final ChatOptions OPTIONS = StructuredOutputChatOptions.builder().build();
    private static final ChatResponse RESPONSE =
        new ChatResponse(
            List.of(new Generation(new AssistantMessage(SampleOrder.JSON))),
            ChatResponseMetadata.builder()
                .id("chatcmpl-1")
                .model("stub")
                .usage(new DefaultUsage(90, 80))
                .build());

    @Override
    public ChatResponse call(Prompt prompt) {
      if (!(prompt.getOptions() instanceof StructuredOutputChatOptions options)
          || options.getOutputSchema() == null) {
        throw new IllegalStateException("expected a request with a JSON schema, found one without");
      }
      return RESPONSE;
    }

    @Override
    public ChatOptions getOptions() {
      return OPTIONS;
    }
  }

  @Override
  public Object call() {
    Order order =
        client
            .prompt()
            .user(SampleOrder.QUESTION)
            .call()
            .entity(converter, ChatClient.EntityParamSpec::useProviderStructuredOutput);
    if (order == null) {
      throw new IllegalStateException("expected an order from Spring AI, found null");
    }
    return order;
  }

  @Override
  public Object expected() {
    return SampleOrder.order();
  }
}
