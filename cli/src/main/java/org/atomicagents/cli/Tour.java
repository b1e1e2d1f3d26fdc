package org.atomicagents.cli;

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
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelRequest;

/**
 * Leads through a typed question, what happened, and a second question in the same conversation.
 */
final class Tour {
  private final Terminal terminal;
  private final AtomicAgent<Question, Answer> agent;
  private final Interruption interruption;
  private final ChatHistory history = ChatHistory.latestTurns(10);

  Tour(Terminal terminal, AtomicAgent<Question, Answer> agent, Interruption interruption) {
    this.terminal = terminal;
    this.agent = agent;
    this.interruption = interruption;
  }

  void lead(String question) {
    terminal.heading("A typed question, answered live");
    Asked first = ask(question);
    // On a terminal it stands there already: the fields have filled in.
    if (!terminal.isLive()) {
      show(first.reply().output());
    }
    new Account(terminal).show(first.request(), first.reply());
    goOn(first.reply());
  }

  private void goOn(RunResult<Answer> first) {
    terminal.heading("The same conversation goes on");
    Asked second = ask(next(first.output()));
    terminal.line("");
    if (!terminal.isLive()) {
      terminal.field("text", second.reply().output().text());
    }
    terminal.field(
        "history",
        "%d turns of %d messages; with the first turn in it, the request had %d messages and %d tokens (before: %d)"
            .formatted(
                history.turns().size(),
                history.messageCount(),
                second.request().messages().size(),
                second.reply().usage().inputTokens(),
                first.usage().inputTokens()));
  }

  private record Asked(ModelRequest request, RunResult<Answer> reply) {}

  private Asked ask(String question) {
    terminal.field("question", question);
    terminal.line("");
    var display = Display.of(new ValueLines(terminal, 2, DemoAgent.answerFields()));
    var sent = new ArrayList<ModelRequest>();
    RunOptions options =
        RunOptions.history(history)
            .withListener(display.listener(terminal))
            .withListener(event -> {
              if (event instanceof AgentEvent.RequestSent request) {
                sent.add(request.request());
              }
            })
            .withStream(StreamOptions.defaults().withInterval(Display.INTERVAL));
    try (AgentStream<Answer> stream = agent.stream(new Question(question), options)) {
      interruption.guard(stream, display);
      RunResult<Answer> reply = display.show(stream);
      return new Asked(sent.getFirst(), reply);
    } finally {
      display.end();
    }
  }

  private void show(Answer answer) {
    terminal.heading("The answer as a value: " + agent.output().name());
    terminal.field("text", answer.text());
    terminal.field("confidence", String.format(Locale.ROOT, "%.2f", answer.confidence()));
    terminal.field("followUps", numbered(answer.followUps()));
  }

  private static String numbered(List<String> items) {
    return items.isEmpty()
        ? "none"
        : IntStream.range(0, items.size())
            .mapToObj(i -> (i + 1) + ". " + items.get(i))
            .collect(Collectors.joining("\n"));
  }

  private static String next(Answer answer) {
    return answer.followUps().stream()
        .filter(each -> !each.isBlank())
        .findFirst()
        .orElse("What else should I know about this?");
  }
}
