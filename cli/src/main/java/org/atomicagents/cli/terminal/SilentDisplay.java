package org.atomicagents.cli.terminal;

import org.atomicagents.AgentStream;
import org.atomicagents.RunResult;
import org.atomicagents.model.AgentEvent;

/** A display that shows nothing while a response is received. */
public final class SilentDisplay implements ResponseDisplay {

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
