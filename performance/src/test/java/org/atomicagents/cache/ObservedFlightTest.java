package org.atomicagents.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.cache.GatedResponses.awaitThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.atomicagents.AtomicAgent;
import org.atomicagents.cache.CacheTypes.Inquiry;
import org.atomicagents.cache.CacheTypes.Plan;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.telemetry.ObservedAgent;
import org.atomicagents.telemetry.OpenTelemetryObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The spans of runs that share one request. */
class ObservedFlightTest {
  private static final Inquiry INPUT = new Inquiry("How do I bake bread?");

  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  private final GatedResponses gate = new GatedResponses();
  private final ResponseCache cache =
      ResponseCache.builder().timeSource(DrivenClock.stopped()).build();
  private final ObservedAgent<Inquiry, Plan> observed =
      ObservedAgent.of(
          CachedAgent.of(AtomicAgent.of(Inquiry.class, Plan.class, gate.model()), cache),
          OpenTelemetryObserver.of(TELEMETRY.getOpenTelemetry()));

  @Test
  void aSharedRunHasNoRequestOfItsOwn() throws Exception {
    var first = start();
    awaitThat(() -> cache.engine().waitingRuns() == 1);
    var second = start();
    awaitThat(() -> cache.engine().waitingRuns() == 2);

    gate.emit(CacheTypes.PLAN_JSON).end();
    first.get();
    second.get();

    List<SpanData> runs =
        TELEMETRY.getSpans().stream()
            .filter(span -> span.getName().startsWith("invoke_agent"))
            .toList();
    assertThat(runs)
        .extracting(run -> run.getAttributes().get(AttributeKey.stringKey("atomic_agents.cache")))
        .containsExactlyInAnyOrder("miss", "shared");
    assertThat(TELEMETRY.getSpans())
        .filteredOn(span -> span.getName().startsWith("chat"))
        .singleElement()
        .satisfies(chat ->
            assertThat(runs).extracting(SpanData::getSpanId).contains(chat.getParentSpanId()));
  }

  private FutureTask<Plan> start() {
    var run = new FutureTask<Plan>(() -> observed.run(INPUT));
    Thread.ofVirtual().start(run);
    return run;
  }
}
