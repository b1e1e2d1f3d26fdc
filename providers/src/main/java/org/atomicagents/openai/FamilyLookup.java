package org.atomicagents.openai;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.family.ModelFamily;
import org.atomicagents.family.ModelFamily.ProtocolRules;
import org.atomicagents.model.ParameterRules;

/**
 * The protocols, modes and parameter rules of the models of one client.
 *
 * <p>The families of the application apply first, then the settings of a provider that differ from
 * those of the preset, then the built-in families. A fine-tuned model has the rules of its base
 * model.
 *
 * @param overrides the families of the application
 */
record FamilyLookup(Provider provider, URI baseUrl, ModelFamilies overrides) {
  static final String CHAT = "chat";
  static final String RESPONSES = "responses";

  private static final Map<String, String> COMPLETION_TOKENS =
      Map.of("max_tokens", "max_completion_tokens");

  /**
   * Returns the protocol that a model needs: chat completions, unless the server is OpenAI's own
   * and the family of the model prefers another one.
   */
  String protocol(String model) {
    Optional<ModelFamily> own = overrides.find(provider.id(), baseModel(model));
    if (own.isPresent()) {
      return own.get().preferredProtocol();
    }
    return provider.id().equals(Provider.OPENAI.id()) && isOpenAiItself()
        ? family(model).map(ModelFamily::preferredProtocol).orElse(CHAT)
        : CHAT;
  }

  /** Returns the rules of a model in a protocol. */
  ProtocolRules rules(String model, String protocol) {
    Optional<ModelFamily> own = overrides.find(provider.id(), baseModel(model));
    if (own.isPresent()) {
      return own.get().rules(protocol);
    }
    Optional<ProtocolRules> builtIn = family(model).map(family -> family.rules(protocol));
    ParameterRules parameters = parameters(builtIn);
    if (builtIn.isPresent() && hasPresetModes()) {
      return new ProtocolRules(builtIn.get().modes(), builtIn.get().strictSchemas(), parameters);
    }
    CapabilityRule rule = provider.capability(model);
    return new ProtocolRules(rule.modes(), rule.strict(), parameters);
  }

  private ParameterRules parameters(Optional<ProtocolRules> builtIn) {
    boolean hasPresetRules =
        Provider.find(provider.id())
            .map(preset -> preset.rules().equals(provider.rules()))
            .orElse(false);
    if (!hasPresetRules) {
      return provider.rules();
    }
    ParameterRules rules = builtIn.map(ProtocolRules::parameters).orElse(ParameterRules.STANDARD);
    return rules.renamed().isEmpty() && servesOpenAiModels() && isOpenAiItself()
        ? rules.withRenamed(COMPLETION_TOKENS)
        : rules;
  }

  private boolean hasPresetModes() {
    return !provider.isAzure()
        && Provider.find(provider.id())
            .map(preset -> preset.capabilities().equals(provider.capabilities()))
            .orElse(false);
  }

  /** Returns the built-in family of a model; those of OpenAI for deployments of Azure, too. */
  private Optional<ModelFamily> family(String model) {
    String owner = servesOpenAiModels() ? Provider.OPENAI.id() : provider.id();
    return ModelFamilies.builtIn().find(owner, baseModel(model));
  }

  private boolean servesOpenAiModels() {
    return provider.id().equals(Provider.OPENAI.id()) || provider.isAzure();
  }

  private boolean isOpenAiItself() {
    String host = baseUrl.getHost();
    return host != null && (host.equals("api.openai.com") || host.endsWith(".api.openai.com"));
  }

  // A fine-tuned model is named "ft:gpt-4o-mini-2024-07-18:organisation::id".
  private static String baseModel(String model) {
    return model.startsWith("ft:") ? model.substring(3) : model;
  }
}
