package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.http.ApiKey;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ResponseMode;
import org.junit.jupiter.api.Test;

/** The built-in catalog of models agrees with the capability rules of the same providers. */
class CatalogAgreementTest {
  private static final Map<String, List<CapabilityRule>> RULES =
      Map.of(
          "openai", CapabilityTable.OPENAI,
          "groq", CapabilityTable.GROQ,
          "mistral", CapabilityTable.MISTRAL);

  @Test
  void everyPublishedModeIsSupportedByTheRuleOfTheModel() {
    var disagreements = new ArrayList<String>();
    for (ModelProfile profile : ModelCatalog.builtIn().profiles()) {
      List<CapabilityRule> rules = RULES.get(profile.provider());
      if (rules != null && !ruleModes(rules, profile).containsAll(profile.modes())) {
        disagreements.add(profile.name() + " " + profile.modes());
      }
    }

    assertThat(disagreements).isEmpty();
  }

  @Test
  void noModelWithAPriceIsUnknownToTheRulesOfOpenAi() {
    assertThat(ModelCatalog.builtIn().profiles())
        .filteredOn(profile -> profile.provider().equals("openai"))
        .allMatch(profile ->
            CapabilityTable.OPENAI.stream().anyMatch(rule -> rule.covers(profile.name())));
  }

  @Test
  void modelsOfAPresetHaveTheLimitsOfTheCatalog() {
    try (var client = OpenAi.of(Provider.OPENAI, ApiKey.of("key"))) {
      assertThat(client.model("gpt-5-mini").contextWindow()).hasValue(272_000);
      assertThat(client.model("gpt-5-mini").maxOutputTokens()).hasValue(128_000);
    }
  }

  private static List<ResponseMode> ruleModes(List<CapabilityRule> rules, ModelProfile profile) {
    return rules.stream()
        .filter(rule -> rule.covers(profile.name()))
        .findFirst()
        .orElse(CapabilityRule.UNKNOWN)
        .modes();
  }
}
