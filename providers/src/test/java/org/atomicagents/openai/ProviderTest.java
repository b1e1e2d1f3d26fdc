package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.model.ResponseMode.JSON_OBJECT;
import static org.atomicagents.model.ResponseMode.JSON_SCHEMA;
import static org.atomicagents.model.ResponseMode.PROMPTED_JSON;
import static org.atomicagents.model.ResponseMode.TOOL_CALL;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;

class ProviderTest {
  private static final String OK =
      "{\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";

  @Test
  void isFoundByItsId() {
    assertThat(Provider.presets()).extracting(Provider::id).doesNotHaveDuplicates().hasSize(8);
    assertThat(Provider.find("groq")).hasValue(Provider.GROQ);
    assertThat(Provider.find("unknown")).isEmpty();
  }

  @Test
  void sendsTheKeyAndTheCustomHeaders() throws Exception {
    try (var server = LoopbackServer.answering(200, "application/json", OK);
        var client =
            OpenAi.builder(Provider.GROQ)
                .baseUrl(server.uri("/openai/v1/"))
                .apiKey(ApiKey.of(" key-1\n"))
                .header("X-Title", "tests")
                .build()) {
      send(client, "llama");

      LoopbackServer.Received received = server.takeRequest();
      assertThat(received.path()).isEqualTo("/openai/v1/chat/completions");
      assertThat(received.headers())
          .containsEntry("authorization", "Bearer key-1")
          .containsEntry("x-title", "tests")
          .containsEntry("content-type", "application/json")
          .doesNotContainKey("api-key");
    }
  }

  @Test
  void sendsNoKeyIfNoneIsNeeded() throws Exception {
    try (var server = LoopbackServer.answering(200, "application/json", OK);
        var client = OpenAi.at(server.uri("/v1"))) {
      send(client, "m");

      assertThat(server.takeRequest().headers()).doesNotContainKeys("authorization", "api-key");
    }
  }

  @Test
  void sendsAzuresDeploymentAndVersionInTheUrlAndTheKeyInItsHeader() throws Exception {
    try (var server = LoopbackServer.answering(200, "application/json", OK);
        var client =
            fromEnv(
                Provider.AZURE,
                Map.of(
                    "AZURE_OPENAI_API_KEY", "key-2",
                    "AZURE_OPENAI_ENDPOINT", server.uri("/").toString(),
                    "AZURE_OPENAI_API_VERSION", "2025-01-01-preview"))) {
      send(client, "my deployment");

      LoopbackServer.Received received = server.takeRequest();
      assertThat(received.path())
          .isEqualTo(
              "/openai/deployments/my%20deployment/chat/completions?api-version=2025-01-01-preview");
      assertThat(received.headers())
          .containsEntry("api-key", "key-2")
          .doesNotContainKey("authorization");
    }
  }

  @Test
  void hasADefaultVersionForAzure() throws Exception {
    try (var server = LoopbackServer.answering(200, "application/json", OK);
        var client =
            OpenAi.builder(Provider.AZURE)
                .baseUrl(server.uri(""))
                .apiKey(ApiKey.of("key"))
                .build()) {
      send(client, "gpt-5");

      assertThat(server.takeRequest().path())
          .isEqualTo("/openai/deployments/gpt-5/chat/completions?api-version=2024-10-21");
    }
  }

  @Test
  void keepsTheQueryOfTheBaseUrl() throws Exception {
    try (var server = LoopbackServer.answering(200, "application/json", OK);
        var client = OpenAi.at(server.uri("/gateway?tenant=a%20b"))) {
      send(client, "m");

      assertThat(server.takeRequest().path()).isEqualTo("/gateway/chat/completions?tenant=a%20b");
    }
  }

  @Test
  void namesTheMissingKey() {
    assertThatThrownBy(() -> fromEnv(Provider.OPENAI, Map.of("OPENAI_API_KEY", "  ")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            OpenAI needs an API key, and the environment variable OPENAI_API_KEY is not set.
            Create a key at https://platform.openai.com/api-keys, and set it: export OPENAI_API_KEY=...
            To use a local model without a key, call OpenAi.fromEnv(Provider.OLLAMA).\
            """);
    assertThatThrownBy(() -> OpenAi.builder(Provider.GROQ).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Groq needs an API key.
            Call OpenAi.of(Provider, ApiKey.of(...)), or set GROQ_API_KEY and call OpenAi.fromEnv.\
            """);
  }

  @Test
  void namesTheMissingBaseUrl() {
    assertThatThrownBy(() -> fromEnv(Provider.AZURE, Map.of("AZURE_OPENAI_API_KEY", "k")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Azure OpenAI needs a base URL, and the environment variable AZURE_OPENAI_ENDPOINT is not set.
            Find keys and endpoint of the resource in the Azure portal, and set it: \
            export AZURE_OPENAI_ENDPOINT=https://...\
            """);
    assertThatThrownBy(() -> OpenAi.of(Provider.AZURE, ApiKey.of("k")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Azure OpenAI needs a base URL.
            Call OpenAi.builder(Provider).baseUrl(...), or set AZURE_OPENAI_ENDPOINT and call \
            OpenAi.fromEnv.\
            """);
  }

  @Test
  void rejectsInvalidBaseUrls() {
    String noScheme = "that does not begin with http:// or https://";
    Map.of(
            "api.example.org/v1",
            noScheme,
            "//host/v1",
            noScheme,
            "sk-very-secret",
            noScheme,
            "ftp://host",
            noScheme,
            "not an address",
            "with invalid characters",
            "http:",
            "with invalid characters",
            "http://user:secret@sk_1",
            "without a host",
            "https:/v1",
            "without a host")
        .forEach(ProviderTest::assertRejectedFromTheEnvironment);
    assertThatThrownBy(() -> OpenAi.at(URI.create("sk-very-secret")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            The base URL of a server: expected a URL such as https://host/v1, found one that \
            does not begin with http:// or https://.
            The value is not shown, because it may contain a secret.\
            """);
    assertThat(Provider.of("mine", URI.create("sk-very-secret")))
        .hasToString("Provider[mine at an invalid URL]");
  }

  @Test
  void showsNoSecretOfABaseUrl() {
    URI address = URI.create("http://user:secret@host:99/v1?key=secret");
    OpenAi client = OpenAi.at(address);

    assertThat(client).hasToString("OpenAi[host:99 at http://host:99/v1]");
    assertThat(client.provider()).isEqualTo("host:99");
    assertThat(client.address()).isEqualTo("http://host:99/v1");
    assertThat(client.model("m")).hasToString("host:99:m");
    assertThat(client.identity()).doesNotContain("secret");
    assertThat(Provider.of("mine", address)).hasToString("Provider[mine at http://host:99/v1]");
    assertThat(Provider.AZURE).hasToString("Provider[azure]");
  }

  @Test
  void hasADistinctIdentityForEachEndpoint() {
    assertThat(OpenAi.of(Provider.GROQ, ApiKey.of("key")).identity())
        .isEqualTo("groq at https://api.groq.com/openai/v1");
    assertThat(azure("2024-10-21").identity())
        .isEqualTo("azure at https://host?api-version=2024-10-21");
    assertThat(
            Stream.of(
                    OpenAi.at(URI.create("http://host/v1")),
                    OpenAi.at(URI.create("http://host/v2")),
                    OpenAi.at(URI.create("https://host/v1")),
                    OpenAi.at(URI.create("http://host:8000/v1")),
                    OpenAi.at(URI.create("http://host/v1?tenant=a")),
                    OpenAi.at(URI.create("http://host/v1?tenant=b")),
                    OpenAi.at(URI.create("http://host/v1?tenant=a%26")),
                    azure("2024-10-21"),
                    azure("2025-01-01"))
                .map(OpenAi::identity))
        .doesNotHaveDuplicates();
    assertThat(OpenAi.at(URI.create("http://me:a@host/v1/")).identity())
        .isEqualTo(OpenAi.at(URI.create("http://host/v1")).identity());
  }

  @Test
  void rejectsAnInvalidKeyWithoutRepeatingIt() {
    assertThatThrownBy(() -> ApiKey.of("sk-secret\r\nX-A: b"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Invalid API key: expected printable ASCII without spaces, found other characters.
            Copy the key again; the value is not shown.\
            """);
  }

  @Test
  void readsTheVariableOfOllama() {
    assertThat(ollamaAt(null)).isEqualTo("OpenAi[ollama at http://localhost:11434/v1]");
    assertThat(ollamaAt("box")).isEqualTo("OpenAi[ollama at http://box:11434/v1]");
    assertThat(ollamaAt("box:99")).isEqualTo("OpenAi[ollama at http://box:99/v1]");
    assertThat(ollamaAt("0.0.0.0")).isEqualTo("OpenAi[ollama at http://127.0.0.1:11434/v1]");
    assertThat(ollamaAt("https://box:99/")).isEqualTo("OpenAi[ollama at https://box:99/v1]");
    assertThat(ollamaAt("http://box:99/v1")).isEqualTo("OpenAi[ollama at http://box:99/v1]");
  }

  @Test
  void hasResponseModesForEachModel() {
    assertThat(modes(Provider.OPENAI, "gpt-5-mini"))
        .containsExactly(JSON_SCHEMA, TOOL_CALL, JSON_OBJECT, PROMPTED_JSON);
    assertThat(modes(Provider.OPENAI, "gpt-4o-mini")).startsWith(JSON_SCHEMA);
    assertThat(modes(Provider.OPENAI, "gpt-4-turbo"))
        .containsExactly(TOOL_CALL, JSON_OBJECT, PROMPTED_JSON);
    assertThat(modes(Provider.OPENAI, "ft:gpt-3.5-turbo:us::x")).startsWith(TOOL_CALL);
    assertThat(modes(Provider.OPENAI, "o1-mini")).containsExactly(PROMPTED_JSON);
    assertThat(modes(Provider.GROQ, "llama-3.3-70b-versatile")).startsWith(TOOL_CALL);
    assertThat(modes(Provider.GROQ, "openai/gpt-oss-20b")).startsWith(JSON_SCHEMA);
    assertThat(modes(Provider.MISTRAL, "mistral-small-latest")).startsWith(TOOL_CALL);
    assertThat(modes(Provider.DEEPSEEK, "deepseek-chat"))
        .containsExactly(JSON_OBJECT, PROMPTED_JSON);
    assertThat(modes(Provider.OPENROUTER, "openai/gpt-5-mini")).startsWith(JSON_SCHEMA);
    assertThat(modes(Provider.OPENROUTER, "meta-llama/llama-4")).startsWith(TOOL_CALL);
    assertThat(modes(Provider.OLLAMA, "llama3.2")).startsWith(JSON_SCHEMA);
    assertThat(modes(Provider.LLAMA_CPP, "default")).startsWith(JSON_SCHEMA);
    assertThat(modes(Provider.of("mine", URI.create("http://host")), "m"))
        .containsExactly(PROMPTED_JSON);
  }

  @Test
  void detectsReasoningModelsByTheirNames() {
    for (String name :
        List.of(
            "o1", "o3", "o3-mini", "o4-mini", "gpt-5", "gpt-5.1-codex", "gpt-5.2-chat", "gpt-6")) {
      assertThat(model(Provider.OPENAI, name).rules().systemRole()).as(name).isEqualTo("developer");
    }
    for (String name : List.of("gpt-4o", "gpt-5-chat-latest", "omni", "chatgpt-4o")) {
      assertThat(model(Provider.OPENAI, name).rules().systemRole()).as(name).isEqualTo("system");
      assertThat(model(Provider.OPENAI, name).rules().accepts("temperature")).as(name).isTrue();
    }
    assertThat(model(Provider.OPENAI, "o1-preview").rules().systemRole()).isEqualTo("user");
  }

  @Test
  void keepsTheStandardNameOfMaxTokensAtOtherUrls() {
    OpenAi gateway =
        OpenAi.builder()
            .baseUrl(URI.create("https://gateway.example/v1"))
            .apiKey(ApiKey.of("k"))
            .build();

    assertThat(gateway.model("gpt-4o").rules().renamed()).isEmpty();
    assertThat(gateway.model("gpt-5").rules().nameOf("max_tokens"))
        .isEqualTo("max_completion_tokens");
  }

  @Test
  void usesTheSettingsOfACustomProvider() {
    var custom =
        Provider.of("my-own", URI.create("http://host/v1"))
            .withKeyVariable("MY_KEY")
            .withModes(JSON_OBJECT)
            .withRules(new ParameterRules(Set.of("seed"), Map.of(), "system"));

    OpenAi client = fromEnv(custom, Map.of("MY_KEY", "k", "MY_OWN_BASE_URL", "http://other/v2"));

    assertThat(client).hasToString("OpenAi[my-own at http://other/v2]");
    assertThat(client.provider()).isEqualTo("my-own");
    assertThat(client.model("m").capabilities().modes()).containsExactly(JSON_OBJECT);
    assertThat(client.model("m").rules().accepts("seed")).isFalse();
    assertThat(client.model("m")).hasToString("my-own:m");
    assertThat(custom.isLocal()).isFalse();
    assertThat(Provider.OLLAMA.isLocal()).isTrue();
  }

  private static void assertRejectedFromTheEnvironment(String address, String found) {
    assertThatThrownBy(() ->
            fromEnv(Provider.OPENAI, Map.of("OPENAI_API_KEY", "k", "OPENAI_BASE_URL", address)))
        .as(address)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            The environment variable OPENAI_BASE_URL: expected a URL such as https://host/v1, \
            found one %s.
            Correct the variable; its value is not shown, because it may contain a secret.\
            """
                .formatted(found));
  }

  private static OpenAi azure(String version) {
    return OpenAi.builder(Provider.AZURE)
        .baseUrl(URI.create("https://host/"))
        .apiKey(ApiKey.of("key"))
        .apiVersion(version)
        .build();
  }

  private static String ollamaAt(String host) {
    return fromEnv(Provider.OLLAMA, host == null ? Map.of() : Map.of("OLLAMA_HOST", host))
        .toString();
  }

  private static Model model(Provider provider, String name) {
    return OpenAi.of(provider, ApiKey.of("k")).model(name);
  }

  private static List<ResponseMode> modes(Provider provider, String name) {
    return model(provider, name).capabilities().modes();
  }

  private static OpenAi fromEnv(Provider provider, Map<String, String> environment) {
    return new OpenAiEnvironment(provider, environment::get).builder().build();
  }

  private static void send(OpenAi client, String model) {
    try (var exchange =
        client.open(ModelRequest.of(model, List.of(Message.user("Hi"))), RunContext.standalone())) {
      assertThat(CollectedResponse.of(exchange).text()).isEqualTo("hi");
    }
  }
}
