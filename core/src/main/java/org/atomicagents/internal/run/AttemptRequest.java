package org.atomicagents.internal.run;

import org.atomicagents.ReAskScope;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.jspecify.annotations.Nullable;

/**
 * The request of one attempt. Immutable.
 *
 * @param complete the format of the complete output; its mode may differ from that of the plan
 * @param parts the invalid parts that it asks for; null if it asks for the complete output
 * @param mayAskForParts whether the attempts after this one may ask for invalid parts alone
 */
record AttemptRequest<O>(
    ModelRequest request,
    OutputFormat complete,
    @Nullable InvalidPartsRequest<O> parts,
    boolean mayAskForParts) {

  /** Returns the request of a run's first attempt. */
  static <O> AttemptRequest<O> first(RunPlan<O> plan, boolean streaming) {
    boolean mayAskForParts =
        !streaming
            && plan.config().reAsk() == ReAskScope.PART
            && plan.format().prompt().reAskShowsResponse();
    return new AttemptRequest<>(
        plan.request().withStream(streaming), plan.format(), null, mayAskForParts);
  }

  /** Returns the name of the output in the request, which is the name of a function to call. */
  String outputName() {
    return format().name();
  }

  /** Returns the format of the request. */
  OutputFormat format() {
    return parts == null ? complete : parts.format();
  }

  /** Returns a copy with another request. */
  AttemptRequest<O> withRequest(ModelRequest newRequest) {
    return new AttemptRequest<>(newRequest, complete, parts, mayAskForParts);
  }
}
