package org.atomicagents.internal.tool;

import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.internal.stream.RunStream;

/** Runs each step of a loop as a stream that the views of the loop read. Used by one thread. */
final class StreamingRunner implements StepRunner {
  private final StepStreams<?> streams;
  private int attempts;
  private int drafts;

  /** Creates a runner that adds the stream of each step to a list. */
  StreamingRunner(StepStreams<?> streams) {
    this.streams = streams;
  }

  @Override
  public RunResult<ToolStep> run(PreparedRun<ToolStep> step) {
    try (var stream = (RunStream<ToolStep>) step.stream()) {
      streams.add(stream, attempts, drafts);
      RunResult<ToolStep> result = stream.runResult();
      attempts += result.attempts();
      drafts += stream.drafts();
      return result;
    }
  }
}
