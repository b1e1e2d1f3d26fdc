package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.AbstractThrowableAssert;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @Test
  void knowsThePublishedDataOfAModel() {
    ModelProfile profile = ModelCatalog.builtIn().profile("gpt-5-mini").orElseThrow();

    assertThat(profile.provider()).isEqualTo("openai");
    assertThat(profile.contextWindow()).hasValue(400_000);
    assertThat(profile.inputWindow()).hasValue(272_000);
    assertThat(profile.maxOutputTokens()).hasValue(128_000);
    assertThat(profile.modes()).contains(ResponseMode.JSON_SCHEMA, ResponseMode.TOOL_CALL);
    assertThat(profile.efforts()).containsExactly("minimal", "low", "medium", "high");
    assertThat(profile.cost(Usage.of(1_000_000, 1_000_000), NOW).orElseThrow())
        .isEqualByComparingTo("2.25");
  }

  @Test
  void everyRowOfTheBuiltInCatalogHasASourceAndPositivePrices() {
    List<ModelProfile> rows = ModelCatalog.builtIn().profiles();

    assertThat(rows).hasSizeGreaterThan(100);
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.source()).matches("https://\\S+, \\d{4}-\\d{2}-\\d{2}");
          assertThat(row.cost(Usage.of(1_000, 1_000), NOW).orElseThrow()).isPositive();
        });
  }

  @Test
  void unknownModelsHaveNoProfile() {
    assertThat(ModelCatalog.builtIn().profile("no-such-model")).isEmpty();
    assertThat(ModelCatalog.builtIn().profile("groq", "gpt-5-mini")).isEmpty();
    assertThat(ModelCatalog.empty().profiles()).isEmpty();
  }

  @Test
  void datedVersionsHaveTheProfileOfTheUndatedName() {
    ModelCatalog catalog = ModelCatalog.builtIn();

    assertThat(catalog.profile("gpt-5-mini-2025-08-07")).isEqualTo(catalog.profile("gpt-5-mini"));
    assertThat(catalog.profile("openai:gpt-5-mini")).isEqualTo(catalog.profile("gpt-5-mini"));
    assertThat(catalog.profile("gpt-4o-2024-05-13").orElseThrow().cost(Usage.of(1_000_000, 0), NOW))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("5"));
  }

  @Test
  void aNameThatSeveralProvidersUseHasNoProfileWithoutItsProvider() {
    ModelCatalog catalog =
        ModelCatalog.parse(
            """
            {"a": {"models": {"m": {"limit": {"context": 1}}}},
             "b": {"models": {"m": {"limit": {"context": 2}}}}}
            """,
            "test");

    assertThat(catalog.profile("m")).isEmpty();
    assertThat(catalog.profile("b", "m").orElseThrow().contextWindow()).hasValue(2);
  }

  @Test
  void rowsOfAFileReplaceBuiltInRows(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("models.json");
    Files.writeString(
        file,
        """
        {"openai": {"models": {"gpt-5-mini": {"cost": {"input": 1, "output": 1},
         "currency": "EUR", "release_date": "2025-08-07"}}}}
        """);
    ModelCatalog catalog = ModelCatalog.builtIn().withOverrides(ModelCatalog.load(file));

    ModelProfile replaced = catalog.profile("gpt-5-mini").orElseThrow();
    assertThat(replaced.contextWindow()).isEmpty();
    assertThat(replaced.prices().orElseThrow().currency().getCurrencyCode()).isEqualTo("EUR");
    assertThat(catalog.profile("gpt-5")).isEqualTo(ModelCatalog.builtIn().profile("gpt-5"));
  }

  @Test
  void modelsReadTheirLimitsFromTheCatalog() {
    Model model = Model.of(new NamedClient("openai"), "gpt-5-mini");

    assertThat(model.contextWindow()).hasValue(272_000);
    assertThat(model.maxOutputTokens()).hasValue(128_000);
    assertThat(model.withCapabilities(model.capabilities().withContextWindow(7)).contextWindow())
        .hasValue(7);
    assertThat(model.withCatalog(ModelCatalog.empty()).contextWindow())
        .isEqualTo(OptionalInt.empty());
    assertThat(Model.of(new NamedClient("other"), "gpt-5-mini").profile())
        .isEqualTo(Optional.empty());
  }

  @Test
  void requiringAnUnknownModelStatesTheRemedy() {
    Model model = Model.of(new NamedClient("openai"), "no-such-model");

    assertThatThrownBy(() -> ModelCatalog.builtIn().require(model))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The catalog has no model 'no-such-model' of provider 'openai'.\n"
                + "Add it with ModelCatalog.withOverrides, from a file or from profiles.");
  }

  @Test
  void rejectsMisspeltKeysOfPricesAndInvalidValues() {
    assertInvalid("{\"cost\": {\"input\": 1, \"output\": 2, \"cached\": 0}}")
        .hasMessage(
            "f: p.models.m.cost: expected one of the keys [cache_read, cache_write,"
                + " cache_write_ttl, context_over_200k, input, input_audio, output, output_audio,"
                + " reasoning, tiers, valid_from, valid_until], found \"cached\"");
    assertInvalid("{\"cost\": {\"input\": 1}}")
        .hasMessage(
            "f: p.models.m.cost.output: expected a number that is not negative, found nothing");
    assertInvalid("{\"cost\": {\"input\": \"free\", \"output\": 0}}")
        .hasMessage(
            "f: p.models.m.cost.input: expected a number that is not negative, found \"free\"");
    assertInvalid("{\"limit\": {\"context\": 1.5}}")
        .hasMessage("f: p.models.m.limit.context: expected a number of tokens, found 1.5");
    assertThatThrownBy(() -> ModelCatalog.parse("{\"p\": 3}", "f"))
        .hasMessage("f: p: expected an object with the key \"models\", found 3");
    assertThatThrownBy(() -> ModelCatalog.parse("", "f"))
        .hasMessage("f: the root: expected an object, found null");
    assertThatThrownBy(() -> ModelCatalog.parse("{} {}", "f"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("f: expected a JSON object of providers, found invalid JSON: ");
  }

  @Test
  void rejectsPricesOfWhichOneWouldBeIgnored() {
    String price = "\"input\": 1, \"output\": 2";
    assertInvalid(
            "{\"cost\": {%1$s}, \"service_tiers\": {\"batch\": {\"factor\": 0.5, %1$s}}}"
                .formatted(price))
        .hasMessage(
            "f: p.models.m.service_tiers.batch: expected one of the keys [factor, valid_from,"
                + " valid_until], found \"input\"");
    assertInvalid("{\"cost\": {%s, \"tiers\": [%s]}}".formatted(price, tier(0)))
        .hasMessage(
            "f: p.models.m.cost.tiers[0].tier.size: expected another size than 0 and those of the"
                + " other tiers, found 0");
    assertInvalid(
            "{\"cost\": {%s, \"context_over_200k\": {%1$s}, \"tiers\": [%s]}}"
                .formatted(price, tier(200_000)))
        .hasMessageContaining("found 200000");
    assertInvalid("{\"cost\": [{%1$s}, {%1$s, \"valid_from\": \"2027-01-01\"}]}".formatted(price))
        .hasMessage(
            "f: p.models.m: expected one price of service tier 'standard' at a time, found several"
                + " from 2027-01-01T00:00:00Z.");
    assertInvalid(
            "{\"cost\": {%s, \"valid_from\": \"2027-01-01\", \"valid_until\": \"2026-01-01\"}}"
                .formatted(price))
        .hasMessage(
            "f: p.models.m.cost.valid_until: expected a date after valid_from, found"
                + " \"2026-01-01\"");
  }

  private static String tier(int size) {
    return "{\"tier\": {\"size\": %d}, \"input\": 3, \"output\": 4}".formatted(size);
  }

  private static AbstractThrowableAssert<?, ?> assertInvalid(String model) {
    String json = "{\"p\": {\"models\": {\"m\": " + model + "}}}";
    return assertThatThrownBy(() -> ModelCatalog.parse(json, "f"))
        .isInstanceOf(ConfigurationException.class);
  }

  private record NamedClient(String provider) implements ModelClient {
    @Override
    public ModelExchange open(ModelRequest request, RunContext context) {
      return ModelExchange.of();
    }
  }
}
