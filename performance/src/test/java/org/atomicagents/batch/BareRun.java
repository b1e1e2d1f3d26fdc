package org.atomicagents.batch;

import org.atomicagents.AgentStream;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;

/** A run that passes only the required methods on. */
record BareRun<O>(PreparedRun<O> run) implements PreparedRun<O> {

  @Override
  public ModelRequest request() {
    return run.request();
  }

  @Override
  public String fingerprint() {
    return run.fingerprint();
  }

  @Override
  public TokenCount tokens() {
    return run.tokens();
  }

  @Override
  public RunResult<O> call() {
    return run.call();
  }

  @Override
  public AgentStream<O> stream() {
    return run.stream();
  }

  @Override
  public void commit(O output) {
    run.commit(output);
  }

  @Override
  public void close() {
    run.close();
  }
}
