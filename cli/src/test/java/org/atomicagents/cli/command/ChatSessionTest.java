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

/** Messages that are typed, without the keyboard. */
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
  void showsTheAnswerAndWhatItTook() throws Exception {
    try (var server = new ScriptedServer("{\"chat_message\":\"Hello\"}")) {
      assertThat(chat(server.baseUrl() + "#m", typed("Hi"))).isEqualTo(ExitCode.DONE);

      assertThat(screen.all())
          .matches(
              "\n"
                  + "Hello\n\n"
                  + "m, about 6 tokens out, first token after \\d+\\.\\d\\d"
                  + " s(,\\s\\d+\\stokens/s)?\n\n");
    }
  }

  @Test
  void showsThatAnAnswerIsAskedForAgain() throws Exception {
    try (var server =
        new ScriptedServer("{\"chat_message\":[1,2]}", "{\"chat_message\":\"fine\"}")) {
      assertThat(chat(server.baseUrl() + "#m", typed("Hi"))).isEqualTo(ExitCode.DONE);

      assertThat(screen.all())
          .contains(
              """

              chat_message 1. 1
                           2. 2

              This is not valid, and the model is told so:
                $.chat_message: expected a string, found a list of 2
              items

              fine

              m, about\
              """)
          .containsPattern("2\\sattempts\n");
    }
  }

  @Test
  void aStopEndsTheAnswerAndNotTheConversation() {
    try (var server = SimulatedProvider.builder().firstTokenDelay(Duration.ofHours(1)).start()) {
      var messages =
          new MessageSource() {
            private int asked;

            @Override
            public @Nullable String next() {
              return switch (asked++) {
                case 0 -> "Hi";
                case 1 -> "/model";
                default -> null;
              };
            }

            @Override
            public StopListener watch(Runnable stop) {
              // Not a virtual one: it would hold a carrier that the server may need.
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

      assertThat(chat(server.baseUrl() + "#m", messages)).isEqualTo(ExitCode.DONE);

      assertThat(screen.all())
          .isEqualTo(
              """


              Stopped. The conversation is as it was before.

              The model is %s#m.
              """
                  .formatted(server.baseUrl()));
    }
  }

  @Test
  void aStreamThatBreaksOffIsAFailureAndNoStop() throws Exception {
    try (var server = new ScriptedServer("{\"chat_message\":\"Hel")) {
      assertThat(chat(server.baseUrl() + "#m", typed("Hi"))).isEqualTo(ExitCode.NO_OUTPUT);

      assertThat(screen.all())
          .contains("\n{\"chat_message\":\"Hel\n\nThis is not valid,")
          .endsWith(
              """
              Agent 'chat' got no valid output in 3 attempts:
              $.chat_message: expected a string, found "Hel" that is cut
              off Raise maxAttempts, or relax output.
              """);
    }
  }

  private ExitCode chat(String model, MessageSource messages) {
    var stage = new CommandHarness().surroundings();
    var surroundings =
        new CommandEnvironment(stage.models(), stage.launch(), terminal, stage.input());
    ModelChoice pick = new ModelResolver(surroundings.models()).resolve(ModelOption.parse(model));
    try (var open = ModelSession.open(surroundings.models(), pick, null, false);
        var chat = new ChatSession(surroundings, AgentFile.conversation(), open, true)) {
      return chat.run(messages);
    }
  }

  private static MessageSource typed(String... lines) {
    Iterator<String> all = Arrays.asList(lines).iterator();
    return new MessageSource() {
      @Override
      public @Nullable String next() {
        return all.hasNext() ? all.next() : null;
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
