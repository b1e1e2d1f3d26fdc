package org.atomicagents.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class MetricsSnippets {

  @Test
  void timed() {
    var model = ScriptedModel.answering("{\"chat_message\":\"a\"}").model();
    // @start region="timed"
    var metrics = RequestMetrics.create();
    var agent = TimedAgent.of(AtomicAgent.of(model), metrics).withTag("help-desk");

    agent.run(new BasicChatInput("Why is the sky blue?"));

    System.out.println(metrics); // a table: Requests, Failures, Avg, P50, P90, ...
    System.out.println(metrics.byTag().get("help-desk").latency().p95());
    // @end
    assertThat(metrics.summary().count()).isEqualTo(1);
    assertThat(metrics.toString()).contains("Requests:          1\n", "Failures:          0\n");
  }
}
