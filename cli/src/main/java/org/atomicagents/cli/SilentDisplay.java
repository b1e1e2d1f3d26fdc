package org.atomicagents.cli;

import org.atomicagents.AgentStream;
import org.atomicagents.RunResult;
import org.atomicagents.model.AgentEvent;

/** Shows nothing of an answer before it is whole, and valid. */
final class SilentDisplay implements Display {

  @Override
  public <O> RunResult<O> show(AgentStream<O> stream) {
    return stream.runResult();
  }

  @Override
  public void reject(AgentEvent.OutputRejected rejected) {}

  @Override
  public void interject(Runnable writing) {
    writing.run();
  }

  @Override
  public void end() {}
}
