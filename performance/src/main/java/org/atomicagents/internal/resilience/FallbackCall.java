package org.atomicagents.internal.resilience;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor.Chain;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/** One request of a fallback: the models that failed so far. Used by one thread at a time. */
public final class FallbackCall {
  private final FallbackSettings settings;
  private final ModelRequest request;
  private final RunContext context;
  private final List<AgentException> failures = new ArrayList<>(1);
  private String current;

  private FallbackCall(FallbackSettings settings, ModelRequest request, RunContext context) {
    this.settings = settings;
    this.request = request;
    this.context = context;
    this.current = request.model();
  }

  /** Returns the response of the first model that responds to a request. */
  public static ModelExchange send(
      FallbackSettings settings, ModelRequest request, RunContext context, Chain chain) {
    var call = new FallbackCall(settings, request, context);
    ModelExchange exchange;
    try {
      exchange = ModelExchange.started(chain.proceed(request, context), context);
    } catch (AgentException e) {
      exchange = call.next(e, false);
    }
    return settings.isMidStream() ? new FallbackExchange(exchange, call) : exchange;
  }

  /**
   * Returns the response of the next model that responds, which begins with {@link
   * ModelEvent.ModelChanged}.
   *
   * @param isMidStream whether a part of the failed response was received
   * @throws AgentException if no model responds; the failure if it must not be replaced
   */
  ModelExchange next(AgentException failure, boolean isMidStream) {
    AgentException last = failure;
    while (true) {
      Model model = nextModel(last);
      if (model == null) {
        throw outcome(last);
      }
      failures.add(last);
      emit(model, last, isMidStream);
      current = model.name();
      ModelRequest adapted = context.requestFor(model, request);
      try {
        ModelExchange started = ModelExchange.started(model.open(adapted, context), context);
        OutputFormat output = adapted.output();
        return new PrefixedExchange(
            new ModelEvent.ModelChanged(model.name(), output == null ? null : output.mode()),
            started);
      } catch (AgentException e) {
        last = e;
      }
    }
  }

  private @Nullable Model nextModel(AgentException failure) {
    boolean isReplaced =
        failures.size() < settings.models().size()
            && !ProviderFailures.isOfCaller(failure)
            && settings.replaced().test(failure)
            && context.mayRequest();
    return isReplaced ? settings.models().get(failures.size()) : null;
  }

  private AgentException outcome(AgentException last) {
    if (failures.isEmpty()) {
      return last;
    }
    if (ProviderFailures.isOfCaller(last)) {
      failures.stream().filter(earlier -> earlier != last).forEach(last::addSuppressed);
      return last;
    }
    var all = new ArrayList<>(failures);
    all.add(last);
    return AllModelsFailedException.of(all);
  }

  private void emit(Model next, AgentException failure, boolean isMidStream) {
    if (context.listeners().isActive()) {
      context
          .listeners()
          .emit(
              new AgentEvent.ModelReplaced(
                  context.agent(), current, next.name(), failure, isMidStream));
    }
  }
}
