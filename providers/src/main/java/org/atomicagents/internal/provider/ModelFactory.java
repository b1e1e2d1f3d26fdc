package org.atomicagents.internal.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.family.ModelFamily;
import org.atomicagents.family.ModelFamily.ProtocolRules;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.RetryPolicy;

/**
 * A factory of the models of a client, with the modes and parameter rules of their families.
 *
 * <p>Thread-safe. One instance is used for all models of a client in one protocol, so that they
 * share what the interceptors have learnt.
 *
 * @param interceptors the interceptors of each model inside of its retry policy, the outermost
 *     first
 */
public record ModelFactory(RetryPolicy retry, List<Interceptor> interceptors) {

  public ModelFactory {
    interceptors = List.copyOf(interceptors);
  }

  /** Returns a model with the rules of its family. */
  public Model create(ModelClient client, String name, ProtocolRules rules) {
    var capabilities =
        new ModelCapabilities(
            OptionalInt.empty(),
            OptionalInt.empty(),
            rules.modes(),
            rules.strictSchemas(),
            ModelSize.promptProfile(name));
    var all = new ArrayList<Interceptor>();
    all.add(retry);
    all.addAll(interceptors);
    return Model.of(client, name)
        .withCapabilities(capabilities)
        .withRules(rules.parameters())
        .withInterceptors(all);
  }

  /**
   * Returns a request with the rules of its model, unless it has rules of its own.
   *
   * @param models returns the model of a name
   */
  public static ModelRequest withRules(ModelRequest request, Function<String, Model> models) {
    return request.rules().equals(ParameterRules.STANDARD)
        ? request.withModel(models.apply(request.model()))
        : request;
  }

  /**
   * Returns the rules of a model: those of its family in the application's families, else in the
   * built-in ones; empty if no family covers the model.
   */
  public static Optional<ProtocolRules> rules(
      ModelFamilies own, String provider, String model, String protocol) {
    return own.find(provider, model)
        .or(() -> ModelFamilies.builtIn().find(provider, model))
        .map((ModelFamily family) -> family.rules(protocol));
  }
}
