package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.batch.Batch;
import org.atomicagents.telemetry.ConventionVersion;
import org.atomicagents.telemetry.ObservedAgent;
import org.atomicagents.telemetry.OpenTelemetryObserver;
import org.atomicagents.telemetry.RunDescription;
import org.atomicagents.telemetry.RunObservation;
import org.atomicagents.telemetry.RunObserver;
import org.atomicagents.telemetry.RunReport;
import org.atomicagents.telemetry.TelemetryOptions;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class TelemetryPageSnippets {
  private static final String ANSWER = "{\"chat_message\":\"a\"}";

  private final OpenTelemetry openTelemetry = OpenTelemetry.noop();
  private final AtomicAgent<BasicChatInput, BasicChatOutput> agent =
      AtomicAgent.of(ScriptedModel.answering(ANSWER, ANSWER, ANSWER).model());

  @Test
  void versions() {
    // @start region="versions"
    var options =
        TelemetryOptions.defaults()
            .withVersions(ConventionVersion.CURRENT, ConventionVersion.V1_36);
    var observer = OpenTelemetryObserver.of(openTelemetry, options);
    // @end
    assertThat(ObservedAgent.of(agent, observer).run(new BasicChatInput("q"))).isNotNull();
  }

  @Test
  void content() {
    // @start region="content"
    var options =
        TelemetryOptions.defaults()
            .withContent()
            .withMaxAttributeLength(2_000)
            .withRedaction(text -> text.replaceAll("\\b[0-9]{13,16}\\b", "[card]"));
    var observer = OpenTelemetryObserver.of(openTelemetry, options);
    // @end
    assertThat(ObservedAgent.of(agent, observer).run(new BasicChatInput("q"))).isNotNull();
  }

  @Test
  void events() {
    // @start region="events"
    var options =
        TelemetryOptions.defaults()
            .withContentEvents()
            .withRedaction(text -> text.replaceAll("\\b[0-9]{13,16}\\b", "[card]"));
    var observer = OpenTelemetryObserver.of(openTelemetry, options);
    // @end
    assertThat(ObservedAgent.of(agent, observer).run(new BasicChatInput("q"))).isNotNull();
  }

  @Test
  void batch() {
    var inputs = List.of(new BasicChatInput("q"));
    var observer = OpenTelemetryObserver.of(openTelemetry);
    // @start region="batch"
    var observed = ObservedAgent.of(agent, observer).withName("triage");
    var outcomes = Batch.of(observed.withCallerContext()).run(inputs);
    // @end
    assertThat(outcomes).hasSize(1);
  }

  // @start region="observer"
  /** Prints the cost of each run. */
  static final class CostPrinter implements RunObserver {
    @Override
    public RunObservation begin(RunDescription run) {
      return (RunReport report) ->
          System.out.println(run.agent() + ": " + report.outcome() + ", " + report.cost());
    }
  }

  // @end

  @Test
  void observer() {
    assertThat(ObservedAgent.of(agent, new CostPrinter()).run(new BasicChatInput("q"))).isNotNull();
  }
}
