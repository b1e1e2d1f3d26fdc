package org.atomicagents.openai;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.atomicagents.model.ParameterRules;

/**
 * The parameter rules of model families, which are detected from the name of the model.
 *
 * <p>Source: https://platform.openai.com/docs/guides/reasoning.
 */
final class ModelFamily {
  private static final Pattern O_SERIES = Pattern.compile("o[1-9]\\d*(-.*)?");
  private static final Pattern GPT_5_OR_LATER = Pattern.compile("gpt-([5-9]|\\d\\d)\\b.*");
  private static final Pattern EARLY_O_SERIES = Pattern.compile("o1-(mini|preview).*");
  private static final Pattern NEVER_REASONS =
      Pattern.compile("(gpt-3|gpt-4|chatgpt-|gpt-5(\\.\\d+)?-chat).*");

  private static final Map<String, String> COMPLETION_TOKENS =
      Map.of("max_tokens", "max_completion_tokens");
  private static final ParameterRules REASONING =
      new ParameterRules(Set.of("temperature", "top_p", "stop"), COMPLETION_TOKENS, "developer");
  private static final ParameterRules EARLY_REASONING =
      new ParameterRules(
          Set.of("temperature", "top_p", "stop", "reasoning_effort"), COMPLETION_TOKENS, "user");

  private ModelFamily() {}

  /** Returns the parameter rules of a model that is served by a provider at a base URL. */
  static ParameterRules rules(Provider provider, URI baseUrl, String model) {
    if (!servesOpenAiModels(provider)) {
      return provider.rules();
    }
    String name = baseModelName(model);
    if (EARLY_O_SERIES.matcher(name).matches()) {
      return EARLY_REASONING;
    }
    if (isReasoning(name)) {
      return REASONING;
    }
    Set<String> refused =
        NEVER_REASONS.matcher(name).matches() ? Set.of("reasoning_effort") : Set.of();
    return new ParameterRules(
        refused, isOpenAiItself(baseUrl) ? COMPLETION_TOKENS : Map.of(), "system");
  }

  private static boolean servesOpenAiModels(Provider provider) {
    return provider.id().equals(Provider.OPENAI.id()) || provider.isAzure();
  }

  private static boolean isReasoning(String name) {
    return O_SERIES.matcher(name).matches()
        || (GPT_5_OR_LATER.matcher(name).matches() && !NEVER_REASONS.matcher(name).matches());
  }

  private static boolean isOpenAiItself(URI baseUrl) {
    String host = baseUrl.getHost();
    return host != null && (host.equals("api.openai.com") || host.endsWith(".api.openai.com"));
  }

  // A fine-tuned model is named "ft:gpt-4o-mini-2024-07-18:organisation::id".
  private static String baseModelName(String model) {
    return model.startsWith("ft:") ? model.substring(3) : model;
  }
}
