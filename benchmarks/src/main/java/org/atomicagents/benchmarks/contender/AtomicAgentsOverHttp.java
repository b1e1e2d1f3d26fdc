package org.atomicagents.benchmarks.contender;

import java.net.URI;
import org.atomicagents.AtomicAgent;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.OrderText;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.benchmarks.stub.StubProtocol;
import org.atomicagents.gemini.Gemini;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;

/** Our agent over HTTP in one protocol, with validation of all constraints. */
final class AtomicAgentsOverHttp implements Contender {
  private final Runnable closeAction;
  private final AtomicAgent<OrderText, Order> agent;

  private AtomicAgentsOverHttp(Model model, Runnable closeAction) {
    this.closeAction = closeAction;
    this.agent = StubbedAgent.agent(Order.class, model.withModes(ResponseMode.JSON_SCHEMA));
  }

  static AtomicAgentsOverHttp of(StubProtocol protocol, URI baseUrl) {
    return switch (protocol) {
      case CHAT -> {
        OpenAi client = OpenAi.at(baseUrl);
        yield new AtomicAgentsOverHttp(client.model("stub"), client::close);
      }
      case RESPONSES -> {
        OpenAi client = OpenAi.at(baseUrl);
        yield new AtomicAgentsOverHttp(client.responses("stub"), client::close);
      }
      case MESSAGES -> {
        Anthropic client = Anthropic.at(baseUrl);
        yield new AtomicAgentsOverHttp(client.model("claude-sonnet-5-5"), client::close);
      }
      case GEMINI -> {
        Gemini client = Gemini.at(baseUrl);
        yield new AtomicAgentsOverHttp(client.model("gemini-3.8-flash"), client::close);
      }
    };
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
    closeAction.run();
  }
}
