package org.atomicagents.benchmarks.contender;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import java.net.URI;
import org.atomicagents.benchmarks.orders.SampleOrder;

/**
 * LangChain4j's AiServices over its own OpenAI client, with its default HTTP client and a strict
 * JSON schema. It validates no constraints.
 */
final class LangChain4jOverHttp implements Contender {
  private final StubbedLangChain4j.Orders orders;

  LangChain4jOverHttp(URI baseUrl) {
    var model =
        OpenAiChatModel.builder()
            .baseUrl(baseUrl.toString())
            .apiKey("none")
            .modelName("stub")
            .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
            .strictJsonSchema(true)
            .maxRetries(0)
            .build();
    this.orders = AiServices.create(StubbedLangChain4j.Orders.class, model);
  }

  @Override
  public Object call() {
    return orders.read(SampleOrder.QUESTION);
  }

  @Override
  public Object expected() {
    return SampleOrder.order();
  }

  @Override
  public int batch() {
    return 1;
  }
}
