package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.terminal.MessageSource;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TerminalEmulator;
import org.atomicagents.cli.terminal.TerminalSize;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests an interactive session without a keyboard. */
@Timeout(60)
class ChatSessionTest {
  private final TerminalEmulator screen = new TerminalEmulator(60, 20);
  private final Terminal terminal =
      Terminal.of(
          new PrintWriter(screen),
          new PrintWriter(screen, true),
          new TerminalSize(60, 20),
          true,
          name -> name.equals("NO_COLOR") ? "1" : null);

  @Test
  void showsTheResponseAndAStatusLine() throws Exception {
    try (var server = new ScriptedServer("{\"chat_message\":\"Hello\"}")) {
      assertThat(chat(server.baseUrl() + "#m", typed("Hi"))).isEqualTo(ExitCode.SUCCESS);

      assertThat(screen.all())
          .matches(
              "\n"
                  + "Hello\n\n"
                  + "m, about 6 tokens out, first token after \\d+\\.\\d\\d"
                  + " s(,\\s\\d+\\stokens/s)?\n\n");
    }
  }

  @Test
  void showsARejectedResponseAndItsViolations() throws Exception {
    try (var server =
        new ScriptedServer("{\"chat_message\":[1,2]}", "{\"chat_message\":\"fine\"}")) {
      assertThat(chat(server.baseUrl() + "#m", typed("Hi"))).isEqualTo(ExitCode.SUCCESS);

      assertThat(screen.all())
          .contains(
              """

              chat_message 1. 1
                           2. 2

              Invalid response:
                $.chat_message: expected a string, found a list of 2
              items

              fine

              m, about\
              """)
          .containsPattern("2\\sattempts\n");
    }
  }

  @Test
  void aStopEndsTheResponseAndKeepsTheConversation() {
    try (var server = SimulatedProvider.builder().firstTokenDelay(Duration.ofHours(1)).start()) {
      var messages =
          new MessageSource() {
            private int count;

            @Override
            public @Nullable String next() {
              return switch (count++) {
                case 0 -> "Hi";
                case 1 -> "/model";
                default -> null;
              };
            }

            @Override
            public StopListener watch(Runnable stop) {
              // A platform thread: a virtual one would pin a carrier thread that the server may
              // need.
              Thread.ofPlatform()
                  .start(() -> {
                    while (server.activeRequests() == 0) {
                      Thread.onSpinWait();
                    }
                    stop.run();
                  });
              return () -> {};
            }

            @Override
            public void close() {}
          };

      assertThat(chat(server.baseUrl() + "#m", messages)).isEqualTo(ExitCode.SUCCESS);

      assertThat(screen.all())
          .isEqualTo(
              """


              Stopped. The conversation is unchanged.

              The model is %s#m.
              """
                  .formatted(server.baseUrl()));
    }
  }

  @Test
  void aTruncatedStreamIsAFailureAndNotAStop() throws Exception {
    try (var server = new ScriptedServer("{\"chat_message\":\"Hel")) {
      assertThat(chat(server.baseUrl() + "#m", typed("Hi"))).isEqualTo(ExitCode.NO_OUTPUT);

      assertThat(screen.all())
          .contains("\n{\"chat_message\":\"Hel\n\nInvalid response:")
          .endsWith(
              """
              Agent 'chat' got no valid output in 3 attempts:
                $.chat_message: expected a string, found "Hel" that is
              truncated
              Raise maxAttempts, or relax output.
              """);
    }
  }

  private ExitCode chat(String model, MessageSource messages) {
    var harness = new CommandHarness().commandEnvironment();
    var environment =
        new CommandEnvironment(harness.models(), harness.launch(), terminal, harness.input());
    ModelChoice choice = new ModelResolver(environment.models()).resolve(ModelOption.parse(model));
    try (var open = ModelSession.open(environment.models(), choice, null, false);
        var chat = new ChatSession(environment, AgentFile.conversation(), open, true)) {
      return chat.run(messages);
    }
  }

  private static MessageSource typed(String... lines) {
    Iterator<String> remaining = Arrays.asList(lines).iterator();
    return new MessageSource() {
      @Override
      public @Nullable String next() {
        return remaining.hasNext() ? remaining.next() : null;
      }

      @Override
      public StopListener watch(Runnable stop) {
        return () -> {};
      }

      @Override
      public void close() {}
    };
  }
}
