package org.atomicagents.internal.submission;

import java.util.List;
import java.util.function.Consumer;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchResult;
import org.atomicagents.price.Billing;

/**
 * The results of one item, which its run receives as the responses to its first requests.
 *
 * <p>An interceptor outside of all others, so that no retry, limit or fallback sees a request that
 * was answered in a batch; and the client of that request, so that its usage is metered, at the
 * price of a batch. Used by the thread of its run.
 */
final class ItemReplay implements Interceptor, ModelClient {
  private final Model live;
  private final Model recorded;
  private final List<BatchResult> results;
  private final String item;
  private final ReAskMode mode;
  private final Consumer<ModelRequest> capture;
  private int next;

  /**
   * Creates a replay.
   *
   * @param live the model of the requests without a result
   * @param results the results in the order of the rounds; never empty
   * @param item the item and its batch, for messages
   * @param capture receives the request to submit next
   */
  ItemReplay(
      Model live,
      List<BatchResult> results,
      String item,
      ReAskMode mode,
      Consumer<ModelRequest> capture) {
    this.live = live;
    this.results = results;
    this.item = item;
    this.mode = mode;
    this.capture = capture;
    Billing billing = live.billing().withServiceTier(Billing.batch().serviceTier());
    this.recorded = live.withInterceptors(List.of()).withClient(this).withBilling(billing);
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    while (next < results.size()) {
      BatchResult result = results.get(next);
      boolean isLast = next == results.size() - 1;
      if (!(result instanceof BatchResult.Failed failed)) {
        return recorded.open(request, context);
      }
      if (isLast || !failed.failure().isRetryable()) {
        return fail(failed.failure(), request, context);
      }
      // The request was submitted again in the next round.
      next++;
    }
    return reAsk(request, context, chain);
  }

  /** Returns the next response; called by the model, which counts it as a request. */
  @Override
  public ModelExchange open(ModelRequest request, RunContext context) {
    return switch (results.get(next++)) {
      case BatchResult.Succeeded succeeded -> ModelExchange.of(succeeded.events());
      case BatchResult.Failed failed -> throw failed.failure();
    };
  }

  @Override
  public String provider() {
    return live.client().provider();
  }

  @Override
  public String identity() {
    return live.client().identity();
  }

  private ModelExchange fail(AgentException failure, ModelRequest request, RunContext context) {
    if (mode == ReAskMode.CAPTURE && failure.isRetryable()) {
      capture.accept(request);
    }
    if (failure instanceof BatchItemException) {
      throw failure;
    }
    return recorded.open(request, context);
  }

  private ModelExchange reAsk(ModelRequest request, RunContext context, Chain chain) {
    if (mode == ReAskMode.LIVE) {
      return chain.proceed(request, context);
    }
    if (mode == ReAskMode.CAPTURE) {
      capture.accept(request);
    }
    throw BatchItemException.of(Reason.RE_ASK_PENDING, item, "");
  }
}
