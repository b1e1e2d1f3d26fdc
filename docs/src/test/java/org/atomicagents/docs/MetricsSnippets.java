package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.metrics.MetricsSummary;
import org.atomicagents.metrics.RequestMetrics;
import org.atomicagents.metrics.RunCost;
import org.atomicagents.metrics.TimedAgent;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.pool.AgentPool;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsSnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("some-model");

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstMetrics() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstMetrics.class);

    assertThat(lines.getFirst()).isEqualTo("Requests:          10");
    assertThat(lines).anyMatch(line -> line.matches("P95: +\\d+ ms"));
  }

  @Test
  void firstAgentPool() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstAgentPool.class);

    assertThat(lines.getLast()).isEqualTo("1 agent");
  }

  @Test
  void tags() {
    // @start region="tags"
    RunCost cost =
        (name, usage) ->
            Optional.of(
                BigDecimal.valueOf(usage.inputTokens())
                    .multiply(new BigDecimal("0.25"))
                    .add(BigDecimal.valueOf(usage.outputTokens()).multiply(new BigDecimal("2")))
                    .movePointLeft(6));
    var metrics = RequestMetrics.withCost(cost); // shared by all agents

    var support = TimedAgent.of(AtomicAgent.of(model), metrics).withTag("support");
    var sales = TimedAgent.of(AtomicAgent.of(model), metrics).withTag("sales");

    support.run(new BasicChatInput("My lamp is broken."));
    sales.run(new BasicChatInput("Do you sell lamps?"));

    MetricsSummary all = metrics.summary();
    MetricsSummary sold = metrics.byTag().get("sales");
    MetricsSummary lastMinute = metrics.nextWindow(); // since the previous call
    // @end
    assertThat(all.count()).isEqualTo(2);
    assertThat(all.cost()).isPositive();
    assertThat(sold.count()).isEqualTo(1);
    assertThat(lastMinute.count()).isEqualTo(2);
  }

  @Test
  void pool() {
    // @start region="pool"
    AgentPool<String, AtomicAgent<BasicChatInput, BasicChatOutput>> agents =
        AgentPool.of((String tenant) -> AtomicAgent.builder(model).name(tenant).build())
            .withMaxSize(1_000) // removes the least recently used agent
            .withMaxIdle(Duration.ofHours(1))
            .withCloseHook(agent -> System.out.println("removed " + agent.name()));
    // @end
    agents.get("acme").run(new BasicChatInput("hello"));
    assertThat(agents.size()).isEqualTo(1);
    agents.close();
  }
}
