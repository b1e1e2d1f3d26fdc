package org.atomicagents.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.StreamOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.cli.terminal.InterruptGuard;
import org.atomicagents.cli.terminal.ResponseDisplay;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.ValueFormatter;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelRequest;

/**
 * Runs the demo: a typed question, a report of the run, and a second question in the same
 * conversation.
 */
public final class DemoTour {
  private final Terminal terminal;
  private final AtomicAgent<DemoQuestion, DemoAnswer> agent;
  private final InterruptGuard interruption;
  private final ChatHistory history = ChatHistory.latestTurns(10);

  /** Creates a tour that prints to the terminal. */
  public DemoTour(
      Terminal terminal, AtomicAgent<DemoQuestion, DemoAnswer> agent, InterruptGuard interruption) {
    this.terminal = terminal;
    this.agent = agent;
    this.interruption = interruption;
  }

  /** Runs the tour with the first question. */
  public void run(String question) {
    terminal.heading("A typed question with a streamed response");
    CompletedRun first = ask(question);
    // On a terminal, the live display has already shown the fields.
    if (!terminal.isLive()) {
      show(first.result().output());
    }
    new DemoReport(terminal).show(first.request(), first.result());
    continueConversation(first.result());
  }

  private void continueConversation(RunResult<DemoAnswer> first) {
    terminal.heading("A second question in the same conversation");
    CompletedRun second = ask(nextQuestion(first.output()));
    terminal.line("");
    if (!terminal.isLive()) {
      terminal.field("text", second.result().output().text());
    }
    terminal.field(
        "history",
        "%d turns, %d messages; the second request had %d messages and %d tokens (the first: %d tokens)"
            .formatted(
                history.turns().size(),
                history.messageCount(),
                second.request().messages().size(),
                second.result().usage().inputTokens(),
                first.usage().inputTokens()));
  }

  private record CompletedRun(ModelRequest request, RunResult<DemoAnswer> result) {}

  private CompletedRun ask(String question) {
    terminal.field("question", question);
    terminal.line("");
    var display = ResponseDisplay.of(new ValueFormatter(terminal, 2, DemoAgent.answerFields()));
    var sent = new ArrayList<ModelRequest>();
    RunOptions options =
        RunOptions.history(history)
            .withListener(display.listener(terminal))
            .withListener(event -> {
              if (event instanceof AgentEvent.RequestSent request) {
                sent.add(request.request());
              }
            })
            .withStream(StreamOptions.defaults().withInterval(ResponseDisplay.INTERVAL));
    try (AgentStream<DemoAnswer> stream = agent.stream(new DemoQuestion(question), options)) {
      interruption.guard(stream, display);
      RunResult<DemoAnswer> result = display.show(stream);
      return new CompletedRun(sent.getFirst(), result);
    } finally {
      display.end();
    }
  }

  private void show(DemoAnswer output) {
    terminal.heading("The output as a typed value: " + agent.output().name());
    terminal.field("text", output.text());
    terminal.field("confidence", String.format(Locale.ROOT, "%.2f", output.confidence()));
    terminal.field("followUps", numbered(output.followUps()));
  }

  private static String numbered(List<String> items) {
    return items.isEmpty()
        ? "none"
        : IntStream.range(0, items.size())
            .mapToObj(i -> (i + 1) + ". " + items.get(i))
            .collect(Collectors.joining("\n"));
  }

  private static String nextQuestion(DemoAnswer output) {
    return output.followUps().stream()
        .filter(question -> !question.isBlank())
        .findFirst()
        .orElse("What else should I know about this?");
  }
}
