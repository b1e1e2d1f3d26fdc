package org.atomicagents.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.gemini.GeminiOptions.BlockThreshold;
import org.atomicagents.gemini.GeminiOptions.HarmCategory;
import org.atomicagents.gemini.GeminiOptions.MediaResolution;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ParameterRules.Reasoning;
import org.atomicagents.model.ResponseMode;
import org.junit.jupiter.api.Test;

/** Tests of the settings of clients, the options, and the families of models. */
class GeminiTest {

  @Test
  void theEnvironmentHasTheKeyAndTheBaseUrl() throws Exception {
    try (var server = LoopbackServer.answering(200, "application/json", "{\"models\":[]}");
        var client =
            Gemini.fromEnv(
                    Map.of(
                            "GOOGLE_API_KEY",
                            "other",
                            "GEMINI_API_KEY",
                            " key ",
                            "GEMINI_BASE_URL",
                            server.uri("/proxy").toString())
                        ::get)
                .build()) {
      client.models(Duration.ofSeconds(30));

      var received = server.takeRequest();
      assertThat(received.path()).startsWith("/proxy/v1beta/models?");
      assertThat(received.headers().get("x-goog-api-key")).isEqualTo("key");
    }
  }

  @Test
  void theKeyOfGoogleIsAnAlternative() {
    try (var client = Gemini.fromEnv(Map.of("GOOGLE_API_KEY", "key")::get).build()) {
      assertThat(client.address()).isEqualTo("https://generativelanguage.googleapis.com");
      assertThat(client.identity())
          .isEqualTo("google at https://generativelanguage.googleapis.com");
      assertThat(client.provider()).isEqualTo("google");
      assertThat(client).hasToString("Gemini[https://generativelanguage.googleapis.com]");
    }
  }

  @Test
  void aMissingKeyIsAnError() {
    assertThatThrownBy(() -> Gemini.fromEnv(name -> null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Gemini needs an API key, and the environment variable GEMINI_API_KEY is not set.\n"
                + "Create a key at https://aistudio.google.com/apikey, and set it: export"
                + " GEMINI_API_KEY=...\n"
                + "A key in GOOGLE_API_KEY is accepted, too.");
    assertThatThrownBy(() -> Gemini.builder().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Gemini needs an API key.\n"
                + "Call Gemini.of(ApiKey.of(...)), or set GEMINI_API_KEY and call Gemini.fromEnv.");
    Gemini.builder().header("Authorization", "Bearer token").build().close();
    Gemini.of(ApiKey.of("key")).close();
    Gemini.builder().baseUrl(URI.create("http://localhost:8080")).build().close();
  }

  @Test
  void headersAreSentWithEachRequest() throws Exception {
    try (var server = LoopbackServer.answering(200, "application/json", "{\"models\":[]}");
        var client =
            Gemini.builder().baseUrl(server.uri("")).headers(Map.of("x-team", "a")).build()) {
      client.models(Duration.ofSeconds(30));

      assertThat(server.takeRequest().headers().get("x-team")).isEqualTo("a");
    }
  }

  @Test
  void anInvalidBaseUrlIsAnError() {
    assertThatThrownBy(() -> Gemini.at(URI.create("ftp://host")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The base URL of Gemini: expected a URL such as https://host/v1");
  }

  @Test
  void aSharedPoolStaysOpen() {
    try (var server = LoopbackServer.answering(200, "application/json", "{\"models\":[]}");
        var pool = ConnectionPool.ofDefaults()) {
      for (int i = 0; i < 2; i++) {
        try (var client =
            Gemini.builder().baseUrl(server.uri("")).apiKey(ApiKey.of("k")).pool(pool).build()) {
          assertThat(client.models(Duration.ofSeconds(30))).isEmpty();
        }
      }
      try (var client = Gemini.at(server.uri(""), pool)) {
        assertThat(client.models(Duration.ofSeconds(30))).isEmpty();
      }
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void familiesStateEffortsAndParameters() {
    assertThat(reasoning("gemini-2.5-pro").efforts())
        .containsExactly("minimal", "low", "medium", "high");
    assertThat(reasoning("gemini-2.5-flash").efforts()).startsWith("none");
    assertThat(reasoning("gemini-3-pro-preview").efforts()).containsExactly("low", "high");
    assertThat(reasoning("gemini-3.1-pro-preview").defaultEffort()).isEqualTo("high");
    assertThat(reasoning("gemini-3.1-flash-lite").defaultEffort()).isEqualTo("minimal");
    assertThat(reasoning("gemini-3.8-flash").efforts()).containsExactly("low", "medium", "high");
    assertThat(reasoning("gemini-3.8-flash").defaultEffort()).isEqualTo("medium");
    assertThat(reasoning("gemini-2.0-flash").supported()).isFalse();
    assertThat(reasoning("gemini-9-new").supported()).isTrue();
    for (String model : List.of("gemini-3.6-flash", "gemini-3.7-flash", "gemini-4-argon")) {
      assertThat(model(model).rules().accepts("temperature")).as(model).isFalse();
      assertThat(model(model).rules().accepts("max_tokens")).as(model).isTrue();
    }
    assertThat(model("gemini-3.5-flash").rules().accepts("temperature")).isTrue();
  }

  @Test
  void everyFamilyHasASourceAndNoFamilyIsHidden() {
    var families = ModelFamilies.builtIn().ofProvider("google");
    for (var family : families) {
      assertThat(family.source()).startsWith("https://");
      assertThat(family.preferredProtocol()).isEqualTo("generateContent");
      String name = family.models().getFirst().replace("*", "");
      assertThat(ModelFamilies.builtIn().find("google", name.isEmpty() ? "other" : name))
          .contains(family);
    }
    assertThat(families).hasSizeGreaterThan(15);
  }

  @Test
  void theCatalogAgreesWithTheFamilies() {
    for (ModelProfile profile : ModelCatalog.builtIn().profiles()) {
      if (profile.provider().equals("google")) {
        Model model = model(profile.name());
        assertThat(model.capabilities().modes()).as(profile.name()).containsAll(profile.modes());
      }
    }
    assertThat(model("gemini-2.5-pro").contextWindow()).hasValue(1_048_576);
  }

  @Test
  void modesAreThoseOfTheFamily() {
    assertThat(model("gemini-3.8-flash").capabilities().modes())
        .containsExactly(
            ResponseMode.JSON_SCHEMA,
            ResponseMode.TOOL_CALL,
            ResponseMode.JSON_OBJECT,
            ResponseMode.PROMPTED_JSON);
    assertThat(model("gemma-3-4b-it").capabilities().modes())
        .containsExactly(ResponseMode.PROMPTED_JSON);
    assertThat(model("models/gemma-3-4b-it").capabilities().modes())
        .containsExactly(ResponseMode.PROMPTED_JSON);
  }

  @Test
  void familiesOfTheApplicationApplyFirst() {
    ModelFamilies own =
        ModelFamilies.parse(
            "{\"google\":[{\"models\":[\"gemini-*\"],\"modes\":[\"TOOL_CALL\"],"
                + "\"source\":\"https://example.com\"}]}",
            "test");
    try (var client = Gemini.builder().apiKey(ApiKey.of("k")).families(own).build()) {
      assertThat(client.model("gemini-3.8-flash").capabilities().modes())
          .containsExactly(ResponseMode.TOOL_CALL);
    }
  }

  @Test
  void optionsAreCopiedWithOneChange() {
    GeminiOptions all =
        GeminiOptions.ofDefaults()
            .withThoughts(true)
            .withSafety(HarmCategory.HARASSMENT, BlockThreshold.BLOCK_NONE)
            .withServiceTier("flex")
            .withCachedContent("abc")
            .withMediaResolution(MediaResolution.HIGH);

    assertThat(all)
        .isEqualTo(
            new GeminiOptions(
                true,
                Map.of(HarmCategory.HARASSMENT, BlockThreshold.BLOCK_NONE),
                "flex",
                "cachedContents/abc",
                MediaResolution.HIGH));
    assertThat(all.withCachedContent("projects/p/cachedContents/x").cachedContent())
        .isEqualTo("projects/p/cachedContents/x");
    assertThat(all.identity())
        .isEqualTo("thoughts, HARASSMENT BLOCK_NONE, cachedContents/abc, media resolution HIGH");
    assertThat(GeminiOptions.ofDefaults().withServiceTier("flex").identity()).isEmpty();
    assertThatThrownBy(() -> all.withServiceTier(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("serviceTier: expected a text, found \" \"");
  }

  @Test
  void optionsArePartOfTheIdentityOfAModel() {
    try (var client = Gemini.of(ApiKey.of("k"))) {
      Model plain = client.model("gemini-3.8-flash");
      Model explained =
          client.model("gemini-3.8-flash", GeminiOptions.ofDefaults().withThoughts(true));

      assertThat(explained.client().identity())
          .isEqualTo(plain.client().identity() + " with thoughts");
    }
  }

  @Test
  void thoughtsOfAModelWithoutReasoningAreAnError() {
    try (var client = Gemini.of(ApiKey.of("k"))) {
      GeminiOptions thoughts = GeminiOptions.ofDefaults().withThoughts(true);
      assertThatThrownBy(() -> client.model("gemini-2.0-flash", thoughts))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith(
              "Model 'gemini-2.0-flash' does not accept a request for its thoughts.");
    }
  }

  private static Reasoning reasoning(String name) {
    return model(name).rules().reasoning();
  }

  private static Model model(String name) {
    try (var client = Gemini.of(ApiKey.of("k"))) {
      return client.model(name);
    }
  }
}
