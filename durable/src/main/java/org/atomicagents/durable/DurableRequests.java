package org.atomicagents.durable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.durable.RecordedResponse.RecordedCharge;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.price.Charge;
import org.atomicagents.price.Prices;
import org.jspecify.annotations.Nullable;

/**
 * An interceptor that makes each request of a model a step of a workflow.
 *
 * {@snippet :
 * Model model = DurableRequests.of(durable).applyTo(OpenAi.fromEnv().model("gpt-5-mini"));
 * Triage triage = AtomicAgent.of(Ticket.class, Triage.class, model).run(ticket);
 * }
 *
 * <p>The events of the response are recorded. After a crash they are read from the record, without
 * a request: parsing, validation, re-asks, tools and the history of a conversation run again from
 * the same responses. The step has the name of the agent and the number of the request. If its
 * request differs from the recorded one, the program has changed: the run fails with a {@link
 * org.atomicagents.error.ConflictException} that names the parts that differ, and sends nothing.
 * Volatile content of context providers is not compared.
 *
 * <p>The usage and the cost of a recorded response count in the result of a run and in its budget,
 * as in the first execution; no rate limit or usage limit is charged. No request is counted, except
 * where the engine sends requests in other processes, as Temporal does. Its cost is computed with
 * the present prices of the model. A response is passed on when it is complete: {@link
 * #withLiveEvents} shows it earlier.
 *
 * <p>Immutable, and as thread-safe as its {@link Durable}.
 */
public final class DurableRequests implements Interceptor {
  private final Durable durable;
  private final String tag;
  private final StepRetry retry;
  private final @Nullable LiveEvents live;

  private DurableRequests(Durable durable, String tag, StepRetry retry, @Nullable LiveEvents live) {
    this.durable = durable;
    this.tag = tag;
    this.retry = retry;
    this.live = live;
  }

  /** Returns the steps of a workflow, with {@link StepRetry#ofDefaults()}. */
  public static DurableRequests of(Durable durable) {
    return new DurableRequests(
        Objects.requireNonNull(durable, "durable"), "", StepRetry.ofDefaults(), null);
  }

  /**
   * Returns a copy with a tag in the names of its steps: each branch of a workflow that runs at the
   * same time as others needs one of its own, equal in each execution.
   */
  public DurableRequests withTag(String newTag) {
    return new DurableRequests(durable, Objects.requireNonNull(newTag, "tag"), retry, live);
  }

  /** Returns a copy that repeats failed requests in another way. */
  public DurableRequests withRetry(StepRetry newRetry) {
    return new DurableRequests(durable, tag, Objects.requireNonNull(newRetry, "retry"), live);
  }

  /** Returns a copy with a listener to responses as they arrive; an exception of it is logged. */
  public DurableRequests withLiveEvents(LiveEvents listener) {
    return new DurableRequests(durable, tag, retry, Objects.requireNonNull(listener, "listener"));
  }

  /**
   * Returns a copy of a model with these steps outside of all its interceptors, so that its
   * retries, fallbacks and limits run inside of a step.
   */
  public Model applyTo(Model model) {
    var all = new ArrayList<Interceptor>();
    all.add(this);
    all.addAll(model.interceptors());
    return model.withInterceptors(all);
  }

  @Override
  @SuppressWarnings("try") // The scope is open while the step runs.
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    Model model =
        chain
            .model()
            .orElseThrow(() ->
                ConfigurationException.of(
                    "DurableRequests: expected a chain of a Model, found another one.\n"
                        + "Add them with DurableRequests.applyTo."));
    StepInput input = RequestInputs.of(request, model.client().identity());
    StepName first = durable.names().next(context.agent(), tag);
    StepNames.Scope scope = durable.names().enter(first, durable.workflowId());
    try {
      return respond(first, input, model, request, context, chain);
    } finally {
      scope.leave();
    }
  }

  private ModelExchange respond(
      StepName first,
      StepInput input,
      Model model,
      ModelRequest request,
      RunContext context,
      Chain chain) {
    String client = model.client().identity();
    Duration waited = Duration.ZERO;
    StepName name = first;
    while (true) {
      var sending = new LiveRequest(name, request, context, chain, live);
      var step = new RequestStep(name, input, client, request, context, retry, sending);
      try {
        RecordedResponse response = durable.respond(step);
        if (!sending.isSent()) {
          context.addReplayed(charges(model, response.charges()), response.requestIds());
        }
        return ModelExchange.of(response.events());
      } catch (AgentException e) {
        if (!sending.isSent()) {
          context.addReplayed(charges(model, RecordedCharge.of(e.charges())), e.requestIds());
        }
        Duration wait = retry.waitAfter(e, name, durable.workflowId());
        waited = waited.plus(wait);
        if (durable.retriesRequests() || !mayRetry(e, waited, context)) {
          throw e;
        }
        durable.sleep(wait);
        name = name.withAttempt(name.attempt() + 1);
      }
    }
  }

  private boolean mayRetry(AgentException failure, Duration waited, RunContext context) {
    // The time until a deadline differs between executions, and must not decide about a step.
    // An attempt without a record runs again in a replay, and must be the last one.
    return StepRetry.isTemporary(failure)
        && FailureRecords.accepts(failure)
        && waited.compareTo(retry.total()) <= 0
        && !context.deadline().isSet();
  }

  private static List<Charge> charges(Model model, List<RecordedCharge> recorded) {
    return recorded.stream()
        .map(charge ->
            Charge.of(
                charge.model(),
                charge.usage(),
                charge.time(),
                model.billing(),
                () -> prices(model, charge.model())))
        .toList();
  }

  /** Returns the prices of a model of the same provider, such as a fallback of the model. */
  private static Optional<Prices> prices(Model model, String name) {
    Model charged = model.name().equals(name) ? model : Model.of(model.client(), name);
    return charged.profile().flatMap(ModelProfile::prices);
  }
}
