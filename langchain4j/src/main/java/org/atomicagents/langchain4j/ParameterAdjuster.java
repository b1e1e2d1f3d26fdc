package org.atomicagents.langchain4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;

/**
 * A check of the sampling parameters of a request, before it is sent.
 *
 * <p>A seed, which LangChain4j's common request does not have, and parameters that the rules of the
 * model refuse are left out, with an event. A reasoning effort and unknown additional parameters
 * are errors, since they change price and result.
 */
final class ParameterAdjuster {
  private static final String ADVICE =
      "Set it in the builder of the LangChain4j model, and remove it from the sampling parameters.";

  private ParameterAdjuster() {}

  /**
   * Returns the request to send: the same one, or a copy with fewer parameters.
   *
   * @throws ConfigurationException if a parameter must not be left out
   */
  static ModelRequest adjust(ModelRequest request, RunContext context) {
    Sampling sampling = request.sampling();
    ParameterRules rules = request.rules();
    if (sampling.reasoningEffort() != null) {
      throw unsupported(request, "the reasoning effort '" + sampling.reasoningEffort() + "'");
    }
    for (String name : sampling.extra().keySet()) {
      if (!RequestConverter.EXTRA.contains(name)) {
        throw unsupported(request, "the additional parameter '" + name + "'");
      }
    }
    Map<String, Boolean> used = new LinkedHashMap<>();
    used.put("temperature", sampling.temperature() != null);
    used.put("top_p", sampling.topP() != null);
    used.put("max_tokens", sampling.maxTokens() != null);
    used.put("stop", !sampling.stop().isEmpty());
    List<String> omitted = new ArrayList<>();
    used.forEach((name, isUsed) -> {
      if (isUsed && !rules.accepts(name, null)) {
        omitted.add(name);
      }
    });
    if (sampling.seed() != null) {
      omitted.add("seed");
    }
    if (omitted.isEmpty()) {
      return request;
    }
    if (context.listeners().isActive()) {
      context
          .listeners()
          .emit(
              new AgentEvent.ParametersAdjusted(
                  context.agent(), request.model(), omitted, Map.of()));
    }
    return request.withSampling(without(sampling, omitted));
  }

  private static Sampling without(Sampling sampling, List<String> omitted) {
    return new Sampling(
        omitted.contains("temperature") ? null : sampling.temperature(),
        omitted.contains("top_p") ? null : sampling.topP(),
        omitted.contains("max_tokens") ? null : sampling.maxTokens(),
        omitted.contains("stop") ? List.of() : sampling.stop(),
        null,
        null,
        sampling.extra());
  }

  private static ConfigurationException unsupported(ModelRequest request, String parameter) {
    return ConfigurationException.of(
        "Model '%s' can't be sent %s: LangChain4j has no common parameter for it.\n%s"
            .formatted(request.model(), parameter, ADVICE));
  }
}
