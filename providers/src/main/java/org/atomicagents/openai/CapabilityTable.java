package org.atomicagents.openai;

import java.net.URI;
import java.util.AbstractList;
import java.util.List;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.family.ModelFamily;
import org.atomicagents.family.ModelFamily.ProtocolRules;
import org.jspecify.annotations.Nullable;

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

  private static List<CapabilityRule> ofProvider(String provider) {
    return new PresetRules(provider);
  }

  /**
   * The rules of a preset provider, created at their first use: the models of a client are looked
   * up in the families directly.
   */
  static final class PresetRules extends AbstractList<CapabilityRule> {
    private final String provider;
    private volatile @Nullable List<CapabilityRule> rules;

    private PresetRules(String provider) {
      this.provider = provider;
    }

    @Override
    public CapabilityRule get(int index) {
      return rules().get(index);
    }

    @Override
    public int size() {
      return rules().size();
    }

    // Concurrent first calls create equal lists.
    private List<CapabilityRule> rules() {
      List<CapabilityRule> known = rules;
      if (known == null) {
        known =
            ModelFamilies.builtIn().ofProvider(provider).stream()
                .map(CapabilityTable::rule)
                .toList();
        rules = known;
      }
      return known;
    }
  }

  private static CapabilityRule rule(ModelFamily family) {
    ProtocolRules rules = family.preferredRules();
    return new CapabilityRule(
        family.models(), rules.modes(), rules.strictSchemas(), URI.create(family.source()));
  }
}
