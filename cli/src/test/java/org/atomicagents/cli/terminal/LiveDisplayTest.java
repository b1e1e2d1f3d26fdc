package org.atomicagents.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cli.demo.DemoAnswer;
import org.atomicagents.cli.demo.DemoQuestion;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveDisplayTest {
  private static final List<String> FIELDS = List.of("text", "confidence", "followUps");

  private final BlockingQueue<String> chunks = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final TerminalSize window = new TerminalSize(120, 24);
  private final TerminalEmulator screen =
      new TerminalEmulator(120, 24) {
        @Override
        public void flush() {
          frames.add(visible());
        }
      };
  private final Terminal terminal =
      Terminal.of(
          new PrintWriter(screen),
          new PrintWriter(screen, true),
          window,
          true,
          name -> name.equals("NO_COLOR") ? "1" : null);
  private final LiveDisplay display = new LiveDisplay(new ValueFormatter(terminal, 2, FIELDS));

  @Test
  void updatesFieldsInPlace() throws Exception {
    terminal.line("$ before");
    var shown = show(ScriptedResponse.events(this::queuedEvents));

    await("$ before\n  text       ...\n  confidence ...\n  followUps  ...");
    chunks.add("{\"text\":\"Blue li");
    await("$ before\n  text       Blue li\n  confidence ...\n  followUps  ...");
    chunks.add("ght\",\"confidence\":0.");
    await("$ before\n  text       Blue light\n  confidence ...\n  followUps  ...");
    chunks.add("5,\"followUps\":[\"Why");
    await("$ before\n  text       Blue light\n  confidence 0.5\n  followUps  1. Why");
    chunks.add("?\"]}");
    chunks.add("");

    assertThat(shown.get().output().text()).isEqualTo("Blue light");
    display.end();
    assertThat(screen.all())
        .isEqualTo("$ before\n  text       Blue light\n  confidence 0.5\n  followUps  1. Why?\n");
  }

  @Test
  void rewrapsImmediatelyAfterAResize() throws Exception {
    terminal.line("$ before");
    var shown = show(ScriptedResponse.events(this::queuedEvents));
    chunks.add(
        "{\"text\":\"The air scatters blue light far more than it scatters red light, from each"
            + " side of the sky to your eyes");
    await(
        """
        $ before
          text       The air scatters blue light far more than it scatters red light, from each side of the sky to your eyes
          confidence ...
          followUps  ...\
        """);

    resize(40, 20);
    await(
        """
        $ before
          text       The air scatters blue
                     light far more than it
                     scatters red light, from
                     each side of the sky to
                     your eyes
          confidence ...
          followUps  ...\
        """);
    chunks.add(" and mine\",\"confidence\":1,\"followUps\":[]}");
    chunks.add("");
    shown.get();
    display.end();
    terminal.line("after");

    assertThat(screen.all())
        .isEqualTo(
            """
            $ before
              text       The air scatters blue
                         light far more than it
                         scatters red light, from
                         each side of the sky to
                         your eyes and mine
              confidence 1.0
              followUps  none
            after
            """);
  }

  @Test
  void showsTheViolationsOfARejectedResponse() throws Exception {
    var shown =
        show(
            ScriptedResponse.text("{\"text\":\"a\",\"confidence\":4,\"followUps\":[]}")
                .withChunkSize(3),
            ScriptedResponse.events(this::queuedEvents));

    chunks.add("{\"text\":\"b");
    String before =
        """
          text       a
          confidence 4
          followUps  none

          Invalid response:
            $.confidence: expected at most 1, found 4.0

        """;
    await(before + "  text       b\n  confidence ...\n  followUps  ...");
    chunks.add("\",\"confidence\":1,\"followUps\":[]}");
    chunks.add("");
    shown.get();
    display.end();

    assertThat(screen.all())
        .isEqualTo(before + "  text       b\n  confidence 1.0\n  followUps  none\n");
  }

  @Test
  void replacesAValueThatWasPartOfTheReasoning() throws Exception {
    var shown = show(ScriptedResponse.events(this::queuedEvents));
    chunks.add("maybe {\"text\":\"a\",\"confidence\":1");
    await("  text       a\n  confidence ...\n  followUps  ...");
    chunks.add("} no </think>{\"text\":\"b");
    await("  text       b\n  confidence ...\n  followUps  ...");
    chunks.add("\",\"confidence\":1,\"followUps\":[]}");
    chunks.add("");
    shown.get();
    display.end();

    assertThat(screen.all()).isEqualTo("  text       b\n  confidence 1.0\n  followUps  none\n");
  }

  @Test
  void printsANoteAboveThePartialResponse() throws Exception {
    var shown = show(ScriptedResponse.events(this::queuedEvents));
    chunks.add("{\"text\":\"b");
    await("  text       b\n  confidence ...\n  followUps  ...");

    display.interject(() -> terminal.note("Retrying in 0.5 s."));

    assertThat(screen.visible())
        .isEqualTo("Retrying in 0.5 s.\n  text       b\n  confidence ...\n  followUps  ...");
    chunks.add("\",\"confidence\":1,\"followUps\":[]}");
    chunks.add("");
    shown.get();
  }

  @Test
  void keepsThePartialResponseIfItIsStopped() throws Exception {
    var shown = show(ScriptedResponse.events(this::queuedEvents));
    chunks.add("{\"text\":\"Blue");
    await("  text       Blue\n  confidence ...\n  followUps  ...");

    display.end();
    chunks.add(" light");
    chunks.add("\",\"confidence\":1,\"followUps\":[]}");
    chunks.add("");
    shown.get();
    resize(40, 24);

    assertThat(screen.all()).isEqualTo("  text       Blue\n");
  }

  private CompletableFuture<RunResult<DemoAnswer>> show(ScriptedResponse... responses) {
    var agent =
        AtomicAgent.of(
            DemoQuestion.class, DemoAnswer.class, ScriptedModel.of(responses).model("any"));
    RunOptions options =
        RunOptions.defaults()
            .withListener(event -> {
              if (event instanceof AgentEvent.OutputRejected rejected) {
                display.reject(rejected);
              }
            });
    return CompletableFuture.supplyAsync(() -> {
      try (AgentStream<DemoAnswer> stream = agent.stream(new DemoQuestion("Why?"), options)) {
        return display.show(stream);
      }
    });
  }

  /** Returns an iterator over the queued chunks; an empty chunk ends the response. */
  private Iterator<ModelEvent> queuedEvents() {
    return new Iterator<>() {
      private boolean isOver;

      @Override
      public boolean hasNext() {
        return !isOver;
      }

      @Override
      public ModelEvent next() {
        try {
          String chunk = chunks.take();
          isOver = chunk.isEmpty();
          return isOver
              ? new ModelEvent.Finished(FinishReason.STOP, "stop")
              : new ModelEvent.TextDelta(chunk);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private void await(String expected) throws InterruptedException {
    String last = screen.visible();
    while (!last.equals(expected)) {
      String next = frames.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("last frame: %s", last).isNotNull();
      last = next;
    }
  }

  private void resize(int columns, int rows) {
    screen.resize(columns, rows);
    window.resize(new TerminalSize.CharacterSize(columns, rows));
  }
}
