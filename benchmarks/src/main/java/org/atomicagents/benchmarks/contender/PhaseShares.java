package org.atomicagents.benchmarks.contender;

import java.net.URI;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunResult;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.OrderText;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;

/** The shares of the time of a call over HTTP for which the phases of its timings account. */
public final class PhaseShares implements AutoCloseable {
  private final OpenAi client;
  private final AtomicAgent<OrderText, Order> agent;

  public PhaseShares(URI baseUrl) {
    this.client = OpenAi.at(baseUrl);
    this.agent =
        StubbedAgent.agent(Order.class, client.model("stub").withModes(ResponseMode.JSON_SCHEMA));
  }

  /** Returns the median of sequential calls. */
  public double median(int calls) {
    var shares = new double[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      RunResult<Order> result = agent.call(new OrderText(SampleOrder.QUESTION));
      long wall = System.nanoTime() - start;
      shares[i] = (double) result.timings().accountedNanos() / wall;
    }
    return MeasurementSeries.median(shares);
  }

  @Override
  public void close() {
    client.close();
  }
}
