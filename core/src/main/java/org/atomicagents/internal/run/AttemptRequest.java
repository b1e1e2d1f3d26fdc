package org.atomicagents.internal.run;

import org.atomicagents.ReAskScope;
import org.atomicagents.model.ModelRequest;
import org.jspecify.annotations.Nullable;

/**
 * The request of one attempt. Immutable.
 *
 * @param parts the invalid parts that it asks for; null if it asks for the complete output
 * @param mayAskForParts whether the attempts after this one may ask for invalid parts alone
 */
record AttemptRequest<O>(
    ModelRequest request, @Nullable InvalidPartsRequest<O> parts, boolean mayAskForParts) {

  /** Returns the request of a run's first attempt. */
  static <O> AttemptRequest<O> first(RunPlan<O> plan, boolean streaming) {
    boolean mayAskForParts = !streaming && plan.config().reAsk() == ReAskScope.PART;
    return new AttemptRequest<>(plan.request().withStream(streaming), null, mayAskForParts);
  }

  /** Returns the name of the output in the request, which is the name of a function to call. */
  String outputName(RunPlan<O> plan) {
    return parts == null ? plan.format().name() : parts.name();
  }

  /** Returns a copy with another request. */
  AttemptRequest<O> withRequest(ModelRequest newRequest) {
    return new AttemptRequest<>(newRequest, parts, mayAskForParts);
  }
}
