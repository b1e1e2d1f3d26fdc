package org.atomicagents.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentListener;
import org.atomicagents.model.ModelRequest;

/** Keeps what a run sends, and tells at once of what did not go as it should. */
final class Witness implements AgentListener {
  private final List<ModelRequest> requests = new ArrayList<>();
  private final Consumer<AgentEvent.OutputRejected> rejected;
  private final Consumer<AgentEvent.RequestRetried> retried;

  /**
   * @param rejected told of an answer that was not accepted
   * @param retried told of a request that failed and will be sent again
   */
  Witness(
      Consumer<AgentEvent.OutputRejected> rejected, Consumer<AgentEvent.RequestRetried> retried) {
    this.rejected = rejected;
    this.retried = retried;
  }

  @Override
  public void on(AgentEvent event) {
    switch (event) {
      case AgentEvent.RequestSent sent -> requests.add(sent.request());
      case AgentEvent.OutputRejected each -> rejected.accept(each);
      case AgentEvent.RequestRetried each -> retried.accept(each);
      default -> {}
    }
  }

  /** The run's first request: the question as it was asked. */
  ModelRequest request() {
    return requests.getFirst();
  }
}
