package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class AtomicCommandTest {
  private final CommandHarness harness = new CommandHarness();

  @Test
  void helpListsCommandsAndExitCodes() {
    assertThat(harness.run("--help")).isZero();

    assertThat(harness.out.toString())
        .contains(
            "demo", "doctor", "--version", "0   success", "1   the command failed", "2   invalid");
    assertThat(harness.err.toString()).isEmpty();
  }

  @Test
  void versionShowsTheProgramAndTheJdk() {
    assertThat(harness.run("--version")).isZero();

    assertThat(harness.out.toString())
        .isEqualToNormalizingNewlines(
            "atomic %s\nJava %s at %s\n"
                .formatted(
                    LauncherInfo.version(),
                    System.getProperty("java.runtime.version"),
                    System.getProperty("java.home")));
  }

  @Test
  void reportsOutputThatCannotBeWritten() {
    harness.isOutputFull = true;

    assertThat(harness.run("demo", "--model", "simulated", "--no-delay")).isEqualTo(1);

    assertThat(harness.err.toString())
        .endsWith(
            "The output is incomplete: standard output could not be written. Its disk may be full,"
                + " or its reader may have closed it."
                + System.lineSeparator());
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    assertThat(harness.run("dmeo")).isEqualTo(2);

    assertThat(harness.out.toString()).isEmpty();
    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines(
            """
            Unmatched argument at index 0: 'dmeo'
            Did you mean demo?
            Try: ./atomic help
            """);
  }

  @Test
  void aMissingCommandIsAUsageError() {
    assertThat(harness.run()).isEqualTo(2);

    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines("Missing command\nTry: ./atomic help\n");
  }

  @Test
  void aUsageErrorRefersToTheHelpOfTheCommand() {
    assertThat(harness.run("run")).isEqualTo(2);

    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines(
            "Missing required parameter: 'AGENT.yaml'\nTry: ./atomic help run\n");
  }

  @Test
  void aMisspelledOptionIsReportedWithASuggestion() {
    assertThat(harness.run("demo", "--modle", "simulated")).isEqualTo(2);

    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines(
            """
            Unknown option: '--modle'
            Did you mean --model?
            Try: ./atomic help demo
            """);
  }

  @Test
  void helpIsAlsoACommand() {
    assertThat(harness.run("help", "run")).isZero();
    String help = harness.out.toString();
    harness.out.getBuffer().setLength(0);
    assertThat(harness.run("run", "--help")).isZero();

    assertThat(help).isEqualTo(harness.out.toString()).contains("AGENT.yaml");
    assertThat(harness.err.toString()).isEmpty();
  }

  @Test
  void helpOfAnUnknownCommandIsAUsageError() {
    assertThat(harness.run("help", "rnu")).isEqualTo(2);

    assertThat(harness.err.toString())
        .contains("Unknown subcommand 'rnu'")
        .endsWith("Try: ./atomic help" + System.lineSeparator());
  }

  @Test
  void anUnknownProviderIsAUsageErrorThatListsTheKnownOnes() {
    assertThat(harness.run("demo", "--model", "opnai:gpt-5")).isEqualTo(2);

    assertThat(harness.err.toString())
        .contains("unknown provider 'opnai'", ModelOption.knownProviders());
  }

  @Test
  void anUnknownModelIsReportedWithTheOfferedModels() {
    try (var server = SimulatedProvider.builder().models("one", "two").start()) {
      harness.servers.put("ollama", server.baseUrl());

      assertThat(harness.run("demo", "--model", "ollama:three")).isEqualTo(1);
    }

    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines(
            """
            Model: ollama:three (selected by --model)
            Models offered by Ollama: one, two.
            ollama rejected the request (404, request req_1): The model `three` does not exist or you do not have access to it.
            Check the model's name, the parameters and the schema.
            """);
  }

  @Test
  void aFailureHasAStackTraceOnlyWithDebug() {
    assertThat(harness.run("demo", "--model", "http://127.0.0.1:1/v1#m")).isEqualTo(1);
    String brief = harness.err.toString();
    assertThat(harness.run("demo", "--debug", "--model", "http://127.0.0.1:1/v1#m")).isEqualTo(1);

    assertThat(brief)
        .containsPattern(
            "Could not connect to http://127\\.0\\.0\\.1:1 \\(Connection refused\\)\\."
                + " Retrying in \\d\\.\\d s\\.")
        .endsWith(
            """
            Could not connect to http://127.0.0.1:1 (Connection refused).
            Is an OpenAI-compatible server running there? Check the address.
            """
                .replace("\n", System.lineSeparator()))
        .doesNotContain("\tat ");
    assertThat(harness.err.toString()).contains("\tat org.atomicagents.");
  }

  @Test
  void theFastPathParsesSimpleDemosLikePicocli() {
    CommandEnvironment environment = harness.commandEnvironment();

    assertThat(DemoFastPath.read(environment, List.of("demo")))
        .isEqualTo(new DemoFastPath(environment, null, List.of()));
    assertThat(DemoFastPath.read(environment, List.of("demo", "--model", "groq:m", "why", "so?")))
        .isEqualTo(
            new DemoFastPath(environment, ModelOption.parse("groq:m"), List.of("why", "so?")));
    for (List<String> others :
        List.of(
            List.<String>of(),
            List.of("doctor"),
            List.of("demo", "--help"),
            List.of("demo", "--model"),
            List.of("demo", "--model", "opnai:m"),
            List.of("demo", "why", "--no-delay"),
            List.of("demo", "@file"))) {
      assertThat(DemoFastPath.read(environment, others)).isNull();
    }
  }

  @Test
  void usesColoursOnlyOnATerminalWithoutNoColor() {
    harness.columns = 80;
    harness.run("demo", "--model", "simulated", "--no-delay");
    assertThat(harness.out.toString()).contains("\033[1m");

    var plain = new CommandHarness();
    plain.run("demo", "--model", "simulated", "--no-delay");
    var refused = new CommandHarness();
    refused.columns = 80;
    refused.environment.put("NO_COLOR", "1");
    refused.run("demo", "--model", "simulated", "--no-delay");

    assertThat(plain.out.toString() + plain.err).doesNotContain("\033");
    assertThat(refused.out.toString() + refused.err).doesNotContainPattern("\033\\[\\d*m");
  }

  @Test
  void theDoctorSucceedsWithoutKeysAndServers() {
    assertThat(harness.run("doctor")).isZero();

    assertThat(harness.out.toString())
        .contains(
            System.getProperty("java.home"),
            "OPENAI_API_KEY        not set",
            "Could not connect to",
            "simulated             (no key is set and no local server offers a model)",
            "ollama serve");
    assertThat(harness.err.toString()).isEmpty();
  }

  @Test
  void theDoctorListsKeysByNameAndServersWithTheirModels() {
    harness.environment.put("GROQ_API_KEY", "gsk-very-secret");
    try (var server = SimulatedProvider.builder().models("one", "two").start()) {
      harness.servers.put("ollama", server.baseUrl());

      assertThat(harness.run("doctor")).isZero();

      assertThat(harness.out.toString())
          .contains(
              "GROQ_API_KEY          set",
              "Ollama                " + server.baseUrl(),
              "offers one, two",
              "groq:llama-3.3-70b-versatile (GROQ_API_KEY is set)")
          .doesNotContain("secret");
    }
  }

  @Test
  void theDoctorChecksEachKeyWithTheModelsOfItsProvider() {
    harness.environment.put("GROQ_API_KEY", "gsk-very-secret");
    harness.environment.put("GOOGLE_API_KEY", "very-secret");
    harness.environment.put("ANTHROPIC_API_KEY", "very-secret");
    try (var groq = SimulatedProvider.builder().models("one", "two").start()) {
      harness.servers.put("groq", groq.baseUrl());
      harness.servers.put("anthropic", groq.baseUrl().resolve("/nothing"));

      assertThat(harness.run("doctor")).isZero();

      assertThat(harness.out.toString())
          .contains(
              "GROQ_API_KEY          set; Groq accepts it and offers 2 models",
              "ANTHROPIC_API_KEY     set; its check failed: anthropic rejected the request (404",
              "GEMINI_API_KEY        not set",
              "GOOGLE_API_KEY        set; its check failed: Could not connect to")
          .doesNotContain("secret");
    }
  }

  @Test
  void theDoctorOmitsTheSecretsOfAnAddress() {
    try (var server = SimulatedProvider.builder().models("one").start()) {
      String address = server.baseUrl().toString().replace("//", "//user:hush@");
      harness.environment.put("OLLAMA_HOST", address);
      harness.servers.put("ollama", URI.create(address + "?key=hush"));
      harness.servers.put("llamacpp", URI.create("sk-hush"));

      assertThat(harness.run("doctor")).isZero();

      assertThat(harness.out.toString())
          .contains(
              "Ollama                " + server.baseUrl(),
              "(Ollama responds at " + server.baseUrl() + ")",
              "address from LLAMA_CPP_BASE_URL")
          .doesNotContain("hush");
    }
  }
}
