package org.atomicagents.internal.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ParameterRules.Reasoning;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * The check of a request against the parameter rules of its model, before the request is sent.
 *
 * <p>Sampling parameters that the model rejects are left out, and so are the probabilities of
 * {@link ResponseMode#DECISION}; {@link AgentEvent.ParametersAdjusted} is emitted. A reasoning
 * effort that the model rejects, and function tools that it does not accept, are errors, since
 * another effort has another price and another result; so is a response as the last message of a
 * model that does not continue it. Parameters in {@link Sampling#extra()} are sent unchanged.
 *
 * <p>Immutable and thread-safe.
 *
 * @param unsupported the parameters that the protocol does not have
 * @param toolAdvice what to do if a model accepts no function tools in this protocol
 */
public record ParameterCheck(Set<String> unsupported, String toolAdvice) {
  private static final String EFFORT = "reasoning_effort";
  private static final String PROBABILITIES = "logprobs";

  /** The name, in parameter rules, of a response as the last message, which the model continues. */
  private static final String PREFILL = "prefill";

  public ParameterCheck {
    unsupported = Set.copyOf(unsupported);
  }

  /**
   * Returns the request to send: the same request, or a copy with other parameters.
   *
   * @throws ConfigurationException if the model does not accept the request
   */
  public ModelRequest apply(ModelRequest request, RunContext call) {
    Sampling sampling = request.sampling();
    ParameterRules rules = request.rules();
    requireLastMessage(request);
    if (rules.accepts(EFFORT)) {
      checkEffort(request, sampling.reasoningEffort());
    }
    String effort = sampling.reasoningEffort();
    boolean turnsReasoningOff = mustTurnReasoningOff(request);
    if (turnsReasoningOff) {
      effort = Reasoning.NO_REASONING;
      sampling = sampling.withReasoningEffort(effort);
    }
    List<String> refused = refused(sampling, rules, effort);
    OutputFormat output = request.output();
    if (output != null && output.mode() == ResponseMode.DECISION) {
      addRefused(refused, PROBABILITIES, true, rules, effort);
    }
    if (!turnsReasoningOff && refused.isEmpty()) {
      return request;
    }
    if (call.listeners().isActive()) {
      Map<String, String> added =
          turnsReasoningOff ? Map.of(EFFORT, Reasoning.NO_REASONING) : Map.of();
      call.listeners()
          .emit(new AgentEvent.ParametersAdjusted(call.agent(), request.model(), refused, added));
    }
    ModelRequest adjusted = request.withSampling(without(sampling, refused));
    return output != null && refused.contains(PROBABILITIES)
        ? adjusted.withOutput(output.withMode(ResponseMode.JSON_SCHEMA))
        : adjusted;
  }

  /** A response with parts of the same model is one that the provider paused, and continues. */
  private static void requireLastMessage(ModelRequest request) {
    if (request.messages().isEmpty() || request.rules().accepts(PREFILL)) {
      return;
    }
    Message last = request.messages().getLast();
    if (last.role() == Role.ASSISTANT
        && last.parts().stream().noneMatch(Content.Opaque.class::isInstance)) {
      throw ConfigurationException.of(
          "Model '%s' does not accept a response as the last message.\nAdd a message of the user."
              .formatted(request.model()));
    }
  }

  private static void checkEffort(ModelRequest request, @Nullable String effort) {
    Reasoning reasoning = request.rules().reasoning();
    if (effort != null && reasoning.supported() && !reasoning.accepts(effort)) {
      throw ConfigurationException.of(
          "Model '%s' does not accept the reasoning effort '%s': expected one of %s.\nChange Sampling.withReasoningEffort, or the rules of the model with Model.withRules."
              .formatted(request.model(), effort, reasoning.efforts()));
    }
  }

  /** Returns whether the request needs the effort {@code none}, because it has function tools. */
  private boolean mustTurnReasoningOff(ModelRequest request) {
    Reasoning reasoning = request.rules().reasoning();
    String effort = request.sampling().reasoningEffort();
    if (reasoning.functionTools()
        || RequestFunctions.of(request).isEmpty()
        || !reasoning.isActive(effort)
        || request.sampling().extra().containsKey(request.rules().nameOf(EFFORT))) {
      return false;
    }
    if (effort == null && reasoning.efforts().contains(Reasoning.NO_REASONING)) {
      return true;
    }
    throw ConfigurationException.of(
        "Model '%s' does not accept function tools with the reasoning effort %s in this protocol.\n%s"
            .formatted(
                request.model(),
                effort == null ? "of its default" : "'" + effort + "'",
                toolAdvice));
  }

  private List<String> refused(Sampling sampling, ParameterRules rules, @Nullable String effort) {
    List<String> refused = new ArrayList<>(0);
    addRefused(refused, "temperature", sampling.temperature() != null, rules, effort);
    addRefused(refused, "top_p", sampling.topP() != null, rules, effort);
    addRefused(refused, "max_tokens", sampling.maxTokens() != null, rules, effort);
    addRefused(refused, "stop", !sampling.stop().isEmpty(), rules, effort);
    addRefused(refused, "seed", sampling.seed() != null, rules, effort);
    addRefused(refused, EFFORT, sampling.reasoningEffort() != null, rules, effort);
    return refused;
  }

  private void addRefused(
      List<String> refused,
      String name,
      boolean isSet,
      ParameterRules rules,
      @Nullable String effort) {
    if (isSet && (unsupported.contains(name) || !rules.accepts(name, effort))) {
      refused.add(name);
    }
  }

  private static Sampling without(Sampling sampling, List<String> refused) {
    return new Sampling(
        refused.contains("temperature") ? null : sampling.temperature(),
        refused.contains("top_p") ? null : sampling.topP(),
        refused.contains("max_tokens") ? null : sampling.maxTokens(),
        refused.contains("stop") ? List.of() : sampling.stop(),
        refused.contains("seed") ? null : sampling.seed(),
        refused.contains(EFFORT) ? null : sampling.reasoningEffort(),
        sampling.extra());
  }
}
