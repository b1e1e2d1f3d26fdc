package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class AtomicCommandTest {
  private final CommandHarness stage = new CommandHarness();

  @Test
  void helpNamesTheCommandsAndTheExitCodes() {
    assertThat(stage.run("--help")).isZero();

    assertThat(stage.out.toString())
        .contains("demo", "doctor", "--version", "0   done", "1   the command failed", "2   the");
    assertThat(stage.err.toString()).isEmpty();
  }

  @Test
  void versionNamesTheProgramAndTheJdk() {
    assertThat(stage.run("--version")).isZero();

    assertThat(stage.out.toString())
        .isEqualToNormalizingNewlines(
            "atomic %s\nJava %s at %s\n"
                .formatted(
                    LauncherInfo.version(),
                    System.getProperty("java.runtime.version"),
                    System.getProperty("java.home")));
  }

  @Test
  void anUnknownCommandIsAUsageError() {
    assertThat(stage.run("dmeo")).isEqualTo(2);

    assertThat(stage.out.toString()).isEmpty();
    assertThat(stage.err.toString())
        .isEqualToNormalizingNewlines(
            """
            Unmatched argument at index 0: 'dmeo'
            Did you mean demo?
            Try: ./atomic help
            """);
  }

  @Test
  void noCommandIsAUsageError() {
    assertThat(stage.run()).isEqualTo(2);

    assertThat(stage.err.toString())
        .isEqualToNormalizingNewlines("Missing command\nTry: ./atomic help\n");
  }

  @Test
  void anErrorInTheArgumentsOfACommandPointsToItsHelp() {
    assertThat(stage.run("run")).isEqualTo(2);

    assertThat(stage.err.toString())
        .isEqualToNormalizingNewlines(
            "Missing required parameter: 'AGENT.yaml'\nTry: ./atomic help run\n");
  }

  @Test
  void aMisspelledOptionIsReportedWithTheNearestOne() {
    assertThat(stage.run("demo", "--modle", "simulated")).isEqualTo(2);

    assertThat(stage.err.toString())
        .isEqualToNormalizingNewlines(
            """
            Unknown option: '--modle'
            Did you mean --model?
            Try: ./atomic help demo
            """);
  }

  @Test
  void helpIsACommandToo() {
    assertThat(stage.run("help", "run")).isZero();
    String help = stage.out.toString();
    stage.out.getBuffer().setLength(0);
    assertThat(stage.run("run", "--help")).isZero();

    assertThat(help).isEqualTo(stage.out.toString()).contains("AGENT.yaml");
    assertThat(stage.err.toString()).isEmpty();
  }

  @Test
  void helpOfAnUnknownCommandIsAUsageError() {
    assertThat(stage.run("help", "rnu")).isEqualTo(2);

    assertThat(stage.err.toString())
        .contains("Unknown subcommand 'rnu'")
        .endsWith("Try: ./atomic help" + System.lineSeparator());
  }

  @Test
  void anUnknownProviderIsAUsageErrorThatNamesTheKnownOnes() {
    assertThat(stage.run("demo", "--model", "opnai:gpt-5")).isEqualTo(2);

    assertThat(stage.err.toString())
        .contains("unknown provider 'opnai'", ModelOption.knownProviders());
  }

  @Test
  void anUnknownModelIsToldWithThoseThatThereAre() {
    try (var server = SimulatedProvider.builder().models("one", "two").start()) {
      stage.servers.put("ollama", server.baseUrl());

      assertThat(stage.run("demo", "--model", "ollama:three")).isEqualTo(1);
    }

    assertThat(stage.err.toString())
        .isEqualToNormalizingNewlines(
            """
            Model: ollama:three, since --model says so.
            Models offered by Ollama: one, two.
            ollama rejected the request (404, request req_1): The model `three` does not exist or you do not have access to it.
            Check the model's name, the parameters and the schema.
            """);
  }

  @Test
  void aFailureIsOneMessageAndItsPlaceInTheProgramOnlyWithDebug() {
    assertThat(stage.run("demo", "--model", "http://127.0.0.1:1/v1#m")).isEqualTo(1);
    String brief = stage.err.toString();
    assertThat(stage.run("demo", "--debug", "--model", "http://127.0.0.1:1/v1#m")).isEqualTo(1);

    assertThat(brief)
        .containsPattern(
            "Could not connect to http://127\\.0\\.0\\.1:1 \\(Connection refused\\)\\."
                + " Sent again in \\d\\.\\d s\\.")
        .endsWith(
            """
            Could not connect to http://127.0.0.1:1 (Connection refused).
            Is an OpenAI-compatible server running there? Check the address.
            """
                .replace("\n", System.lineSeparator()))
        .doesNotContain("\tat ");
    assertThat(stage.err.toString()).contains("\tat org.atomicagents.");
  }

  @Test
  void aPlainDemoIsReadAsPicocliReadsIt() {
    CommandEnvironment surroundings = stage.surroundings();

    assertThat(DemoFastPath.read(surroundings, List.of("demo")))
        .isEqualTo(new DemoFastPath(surroundings, null, List.of()));
    assertThat(DemoFastPath.read(surroundings, List.of("demo", "--model", "groq:m", "why", "so?")))
        .isEqualTo(
            new DemoFastPath(surroundings, ModelOption.parse("groq:m"), List.of("why", "so?")));
    for (List<String> others :
        List.of(
            List.<String>of(),
            List.of("doctor"),
            List.of("demo", "--help"),
            List.of("demo", "--model"),
            List.of("demo", "--model", "opnai:m"),
            List.of("demo", "why", "--no-delay"),
            List.of("demo", "@file"))) {
      assertThat(DemoFastPath.read(surroundings, others)).isNull();
    }
  }

  @Test
  void coloursOnlyOnATerminalThatWantsThem() {
    stage.columns = 80;
    stage.run("demo", "--model", "simulated", "--no-delay");
    assertThat(stage.out.toString()).contains("\033[1m");

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
  void theDoctorIsContentWithNothing() {
    assertThat(stage.run("doctor")).isZero();

    assertThat(stage.out.toString())
        .contains(
            System.getProperty("java.home"),
            "OPENAI_API_KEY        not set",
            "Could not connect to",
            "simulated             since no key is set and no local server offers a model",
            "ollama serve");
    assertThat(stage.err.toString()).isEmpty();
  }

  @Test
  void theDoctorTellsKeysByNameAndServersWithTheirModels() {
    stage.environment.put("GROQ_API_KEY", "gsk-very-secret");
    try (var server = SimulatedProvider.builder().models("one", "two").start()) {
      stage.servers.put("ollama", server.baseUrl());

      assertThat(stage.run("doctor")).isZero();

      assertThat(stage.out.toString())
          .contains(
              "GROQ_API_KEY          set",
              "Ollama                " + server.baseUrl(),
              "offers one, two",
              "groq:llama-3.3-70b-versatile since GROQ_API_KEY is set")
          .doesNotContain("secret");
    }
  }

  @Test
  void theDoctorShowsNoSecretOfAnAddress() {
    try (var server = SimulatedProvider.builder().models("one").start()) {
      String address = server.baseUrl().toString().replace("//", "//user:hush@");
      stage.environment.put("OLLAMA_HOST", address);
      stage.servers.put("ollama", URI.create(address + "?key=hush"));
      stage.servers.put("llamacpp", URI.create("sk-hush"));

      assertThat(stage.run("doctor")).isZero();

      assertThat(stage.out.toString())
          .contains(
              "Ollama                " + server.baseUrl(),
              "since Ollama answers at " + server.baseUrl(),
              "LLAMA_CPP_BASE_URL says where")
          .doesNotContain("hush");
    }
  }
}
