package org.atomicagents.benchmarks.contender;

import java.net.URI;
import org.atomicagents.AtomicAgent;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.OrderText;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;

/** Our agent over HTTP, with validation of all constraints. */
final class AtomicAgentsOverHttp implements Contender {
  private final OpenAi client;
  private final AtomicAgent<OrderText, Order> agent;

  AtomicAgentsOverHttp(URI baseUrl) {
    this.client = OpenAi.at(baseUrl);
    this.agent =
        StubbedAgent.agent(Order.class, client.model("stub").withModes(ResponseMode.JSON_SCHEMA));
  }

  @Override
  public Object call() {
    return agent.run(new OrderText(SampleOrder.QUESTION));
  }

  @Override
  public Object expected() {
    return SampleOrder.order();
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
