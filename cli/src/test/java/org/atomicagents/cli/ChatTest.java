package org.atomicagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are typed, without the keyboard. */
@Timeout(60)
class ChatTest {
  private final Screen screen = new Screen(60, 20);
  private final Terminal terminal =
      Terminal.of(
          new PrintWriter(screen),
          new PrintWriter(screen, true),
          new Window(60, 20),
          true,
          name -> name.equals("NO_COLOR") ? "1" : null);

  @Test
  void showsTheAnswerAndWhatItTook() throws Exception {
    try (var server = new FixedServer("{\"chat_message\":\"Hello\"}")) {
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
    try (var server = new FixedServer("{\"chat_message\":[1,2]}", "{\"chat_message\":\"fine\"}")) {
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
          new Messages() {
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
            public Watch watch(Runnable stop) {
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
    try (var server = new FixedServer("{\"chat_message\":\"Hel")) {
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

  private ExitCode chat(String model, Messages messages) {
    var stage = new Stage().surroundings();
    var surroundings = new Surroundings(stage.models(), stage.launch(), terminal, stage.input());
    Pick pick = new ModelSearch(surroundings.models()).pick(ModelName.parse(model));
    try (var open = OpenModel.open(surroundings.models(), pick, null, false);
        var chat = new Chat(surroundings, AgentFile.conversation(), open, true)) {
      return chat.hold(messages);
    }
  }

  private static Messages typed(String... lines) {
    Iterator<String> all = Arrays.asList(lines).iterator();
    return new Messages() {
      @Override
      public @Nullable String next() {
        return all.hasNext() ? all.next() : null;
      }

      @Override
      public Watch watch(Runnable stop) {
        return () -> {};
      }

      @Override
      public void close() {}
    };
  }
}
