package org.atomicagents.openai;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.family.ModelFamily;
import org.atomicagents.family.ModelFamily.ProtocolRules;
import org.atomicagents.model.ParameterRules;

/** The capability rules of the preset providers, from the built-in model families. */
final class CapabilityTable {

  /** Unknown names are not covered: they belong to other providers' models. */
  static final List<CapabilityRule> OPENAI = ofProvider("openai");

  /**
   * Deployments have arbitrary names, so modes that older models refuse are detected per request.
   */
  static final List<CapabilityRule> AZURE = ofProvider("azure");

  /** Only some models accept a schema, and fewer of them a strict one. */
  static final List<CapabilityRule> GROQ = ofProvider("groq");

  static final List<CapabilityRule> MISTRAL = ofProvider("mistral");

  /** Reasoning models refuse a forced tool call, and no model accepts a schema. */
  static final List<CapabilityRule> DEEPSEEK = ofProvider("deepseek");

  /** Only some models accept a schema, among them those of OpenAI and Google. */
  static final List<CapabilityRule> OPENROUTER = ofProvider("openrouter");

  /**
   * The server converts a schema to a grammar. The strict form is not used, because it omits
   * constraints that the grammar would enforce.
   */
  static final List<CapabilityRule> OLLAMA = ofProvider("ollama");

  /** The server converts a schema to a grammar, as Ollama does. */
  static final List<CapabilityRule> LLAMA_CPP = ofProvider("llamacpp");

  private CapabilityTable() {}

  /** Returns the parameter rules that all models of a provider have. */
  static ParameterRules parameters(String provider) {
    return families(provider)
        .map(family -> family.preferredRules().parameters())
        .findFirst()
        .orElse(ParameterRules.STANDARD);
  }

  private static List<CapabilityRule> ofProvider(String provider) {
    return families(provider).map(CapabilityTable::rule).toList();
  }

  private static Stream<ModelFamily> families(String provider) {
    return ModelFamilies.builtIn().ofProvider(provider).stream();
  }

  private static CapabilityRule rule(ModelFamily family) {
    ProtocolRules rules = family.preferredRules();
    return new CapabilityRule(
        family.models(), rules.modes(), rules.strictSchemas(), URI.create(family.source()));
  }
}
