package org.atomicagents.durable;

import java.util.Objects;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/**
 * A request to a model, as a step of a workflow.
 *
 * @param name unique in its workflow
 * @param input the hashes of the request
 * @param client the identity of the client, {@link org.atomicagents.model.ModelClient#identity()}
 * @param request the request, for engines that send it from another process
 * @param context the run that sends the request
 * @param retry how long the workflow waits for a provider that fails
 * @param send sends the request through the remaining interceptors, in this process
 */
public record RequestStep(
    StepName name,
    StepInput input,
    String client,
    ModelRequest request,
    RunContext context,
    StepRetry retry,
    StepAction<RecordedResponse> send) {
  public RequestStep {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(retry, "retry");
    Objects.requireNonNull(send, "send");
  }

  /** Returns the step that sends the request in this process. */
  public Step<RecordedResponse> step() {
    return Step.of(name, input, RecordedResponse.codec(), send);
  }

  /** Returns the name and the request without its texts. */
  @Override
  public String toString() {
    return "RequestStep[" + name + ", " + request + "]";
  }
}
