package org.atomicagents.resilience;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.internal.resilience.FallbackCall;
import org.atomicagents.internal.resilience.FallbackSettings;
import org.atomicagents.internal.resilience.ProviderFailures;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/**
 * An interceptor that sends a failed request to other models, in their order.
 *
 * {@snippet class="org.atomicagents.resilience.ResilienceSnippets" region="fallback"}
 *
 * <p>The next model is tried after failures that are retryable, rate limits and exhausted quotas,
 * rejections by a {@link CircuitBreaker} or a {@link Bulkhead}, and exceeded time limits of the
 * connection. Rejected requests, cancellations, and the deadline and the limits of the run are
 * thrown at once. If all models fail, {@link AllModelsFailedException} has all causes.
 *
 * <p>The request is built again for each model: with its name, its parameter rules, and the output
 * in a response mode and schema that suit its capabilities. It passes through the interceptors of
 * that model. Parts of earlier responses that only another model understands are omitted. Each
 * request counts against the limits of the run. Each change is emitted as {@link
 * AgentEvent.ModelReplaced}, and the response begins with {@link ModelEvent.ModelChanged}.
 *
 * <p>Immutable and thread-safe.
 */
public final class ModelFallback implements Interceptor {
  private final FallbackSettings settings;

  private ModelFallback(FallbackSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns a fallback from the model that carries it to other models.
   *
   * @throws IllegalArgumentException if there is no model
   */
  public static ModelFallback to(Model... models) {
    if (models.length == 0) {
      throw new IllegalArgumentException("models: expected at least one model, found none");
    }
    return new ModelFallback(
        new FallbackSettings(List.of(models), ProviderFailures::isReplaceable, false));
  }

  /**
   * Returns a copy that also tries the next model if the provider rejects the key, or does not know
   * the model (HTTP 401, 403 and 404).
   */
  public ModelFallback withAccountFailures() {
    return with(settings.replaced().or(ProviderFailures::isOfAccount), settings.isMidStream());
  }

  /**
   * Returns a copy that tries the next model after other failures. Cancellations, and the deadline
   * and the limits of the run, are thrown in any case.
   */
  public ModelFallback withFailures(Predicate<? super AgentException> replaced) {
    Objects.requireNonNull(replaced, "replaced");
    return with(replaced::test, settings.isMidStream());
  }

  /**
   * Returns a copy that also tries the next model if a response breaks off; default: the failure is
   * thrown.
   *
   * <p>The received part is discarded, and the response of the next model begins again. For readers
   * of a stream, it has another {@code attempt()} and {@code draft()}.
   */
  public ModelFallback withMidStream() {
    return with(settings.replaced(), true);
  }

  private ModelFallback with(Predicate<AgentException> replaced, boolean isMidStream) {
    return new ModelFallback(new FallbackSettings(settings.models(), replaced, isMidStream));
  }

  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    return FallbackCall.send(settings, request, context, chain);
  }

  /** Returns the models, as in {@code ModelFallback[openai:gpt-5-mini]}. */
  @Override
  public String toString() {
    return "ModelFallback" + settings.models();
  }
}
