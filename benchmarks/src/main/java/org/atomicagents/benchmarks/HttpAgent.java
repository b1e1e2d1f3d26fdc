package org.atomicagents.benchmarks;

import java.net.URI;
import org.atomicagents.AtomicAgent;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.OrderText;
import org.atomicagents.benchmarks.orders.Sample;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;

/** Our agent over HTTP, constraints checked. */
final class HttpAgent implements Side {
  private final OpenAi client;
  private final AtomicAgent<OrderText, Order> agent;

  HttpAgent(URI baseUrl) {
    this.client = OpenAi.at(baseUrl);
    this.agent =
        StubbedAgent.agent(Order.class, client.model("stub").withModes(ResponseMode.JSON_SCHEMA));
  }

  @Override
  public Object call() {
    return agent.run(new OrderText(Sample.QUESTION));
  }

  @Override
  public Object expected() {
    return Sample.order();
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public void close() {
    client.close();
  }
}
