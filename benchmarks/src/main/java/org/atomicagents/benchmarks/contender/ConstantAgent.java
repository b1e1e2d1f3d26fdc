package org.atomicagents.benchmarks.contender;

import java.util.List;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.CacheState;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.atomicagents.price.Charge;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * An agent that returns the same result without any work, so that the cost of a wrapper is not lost
 * in the noise of a call. The result is that of a usual run: one request, with usage and prices.
 */
final class ConstantAgent implements Agent<String, String> {
  private static final String MODEL = "gpt-5-mini";

  private final PreparedRun<String> run = new ConstantRun(result());

  /** Returns the result of all runs. */
  static RunResult<String> result() {
    ModelProfile profile = ModelCatalog.builtIn().profile("openai", MODEL).orElseThrow();
    Usage usage = Usage.of(290, 140);
    var timings = new Timings.Recorder(TimeSource.system());
    timings.add(Phase.FIRST_BYTE, 400_000_000);
    timings.add(Phase.STREAM, 1_000_000);
    return new RunResult<>(
        "output",
        "\"output\"",
        MODEL,
        FinishReason.STOP,
        1,
        1,
        usage,
        List.of(Charge.of(MODEL, usage, TimeSource.system().now(), profile::prices)),
        timings.snapshot(),
        List.of("chatcmpl-1"),
        List.of(),
        CacheState.NONE);
  }

  @Override
  public PreparedRun<String> prepare(@Nullable String input, RunOptions options) {
    return run;
  }

  private record ConstantRun(RunResult<String> result) implements PreparedRun<String> {

    @Override
    public RunResult<String> call() {
      return result;
    }

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
    public AgentStream<String> stream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void commit(String output) {}

    @Override
    public void close() {}
  }
}
