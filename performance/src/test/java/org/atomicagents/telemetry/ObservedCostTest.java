package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.junit.jupiter.api.Test;

/** The memory that observers allocate per run. */
class ObservedCostTest {
  private static final int RUNS = 500;
  private static final int BATCHES = 40;
  private static final BasicChatInput INPUT = new BasicChatInput("q");
  private static final List<ModelEvent> RESPONSE =
      List.of(
          new ModelEvent.Started("id", "m", Map.of()),
          new ModelEvent.TextDelta("{\"chat_message\":\"a\"}"),
          new ModelEvent.UsageReport(Usage.of(10, 5)),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));

  private final Agent<String, String> constant = new ConstantRuns();

  @Test
  void withoutObserversARunAllocatesNothing() {
    var agent = ObservedAgent.of(constant);

    assertThat(agent.prepare("q", RunOptions.defaults()))
        .isSameAs(constant.prepare("q", RunOptions.defaults()));
    assertThat(bytes(() -> agent.prepare("q", RunOptions.defaults()))).isZero();
  }

  @Test
  void withDisabledObserversARunAllocatesNothing() {
    var agent =
        ObservedAgent.of(
            constant, FlightRecorderObserver.create(), FlightRecorderObserver.create());

    assertThat(agent.prepare("q", RunOptions.defaults()))
        .isSameAs(constant.prepare("q", RunOptions.defaults()));
    assertThat(bytes(() -> agent.prepare("q", RunOptions.defaults()))).isZero();
  }

  @Test
  void metersAllocateALimitedAmountPerRun() {
    Model model = Model.of((request, context) -> ModelExchange.of(RESPONSE), "m");
    AtomicAgent<BasicChatInput, BasicChatOutput> bare = AtomicAgent.of(model);
    var registry = new SimpleMeterRegistry();
    var observed = ObservedAgent.of(bare, MicrometerObserver.of(registry).withHistograms());

    long added = bytes(() -> observed.run(INPUT)) - bytes(() -> bare.run(INPUT));

    assertThat(added).isLessThan(8_000);
    assertThat(registry.get("gen_ai.invoke_agent.duration").timer().count())
        .isEqualTo((long) RUNS * BATCHES);
  }

  /** Returns the lowest average number of bytes per action of several batches. */
  private static long bytes(Runnable action) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long lowest = Long.MAX_VALUE;
    for (int batch = 0; batch < BATCHES; batch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < RUNS; i++) {
        action.run();
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      lowest = Math.min(lowest, allocated / RUNS);
    }
    return lowest;
  }

  /** An agent with one prepared run. */
  private static final class ConstantRuns implements Agent<String, String> {
    private final PreparedRun<String> run = new UnusedRun();

    @Override
    public PreparedRun<String> prepare(String input, RunOptions options) {
      return run;
    }
  }

  private static final class UnusedRun implements PreparedRun<String> {

    @Override
    public ModelRequest request() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String fingerprint() {
      throw new UnsupportedOperationException();
    }

    @Override
    public TokenCount tokens() {
      throw new UnsupportedOperationException();
    }

    @Override
    public RunResult<String> call() {
      throw new UnsupportedOperationException();
    }

    @Override
    public AgentStream<String> stream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void commit(String output) {}

    @Override
    public void close() {}
  }
}
