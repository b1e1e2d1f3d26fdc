package org.atomicagents.cli;

import java.util.List;
import java.util.Locale;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Delta;
import org.atomicagents.Reply;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Violation;

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
    var live = new LiveText(terminal);
    var witness = witness(live);
    Reply<Answer> first = ask(question, live, witness);
    show(first.output());
    new Account(terminal).show(witness.request(), first);
    goOn(first);
  }

  private void goOn(Reply<Answer> first) {
    terminal.heading("The same conversation goes on");
    var live = new LiveText(terminal);
    var witness = witness(live);
    Reply<Answer> second = ask(next(first.output()), live, witness);
    terminal.line("");
    terminal.field("text", second.output().text());
    terminal.field(
        "history",
        "%d turns of %d messages; with the first turn in it, the request had %d messages and %d tokens (before: %d)"
            .formatted(
                history.turns().size(),
                history.messageCount(),
                witness.request().messages().size(),
                second.usage().inputTokens(),
                first.usage().inputTokens()));
  }

  private Reply<Answer> ask(String question, LiveText live, Witness witness) {
    terminal.field("question", question);
    terminal.line("");
    RunOptions options = RunOptions.history(history).withListener(witness);
    try (AgentStream<Answer> stream = agent.stream(new Question(question), options)) {
      interruption.guard(stream);
      for (Delta delta : stream.deltas()) {
        live.add(delta.text());
      }
      return stream.reply();
    } finally {
      live.end();
    }
  }

  private Witness witness(LiveText live) {
    return new Witness(rejected -> tellRejected(live, rejected.violations()), this::tellRetried);
  }

  // Advice of the message is left out: it is for those who are not served in the end.
  private void tellRetried(AgentEvent.RequestRetried retried) {
    String failure = String.valueOf(retried.failure().getMessage()).lines().findFirst().orElse("");
    terminal.note(
        String.format(
            Locale.ROOT,
            "%s Sent again in %.1f s.",
            Terminal.clean(failure),
            retried.delay().toMillis() / 1e3));
  }

  private void tellRejected(LiveText live, List<Violation> violations) {
    live.end();
    terminal.line("");
    terminal.text(
        2, "This is not valid, and the model is told so:\n" + Violation.lines(violations));
    terminal.line("");
  }

  private void show(Answer answer) {
    terminal.heading("The answer as a value: " + agent.output().name());
    terminal.field("text", answer.text());
    terminal.field("confidence", String.format(Locale.ROOT, "%.2f", answer.confidence()));
    List<String> followUps = answer.followUps();
    terminal.field("followUps", followUps.isEmpty() ? "none" : "1. " + followUps.getFirst());
    for (int i = 1; i < followUps.size(); i++) {
      terminal.field("", (i + 1) + ". " + followUps.get(i));
    }
  }

  private static String next(Answer answer) {
    return answer.followUps().stream()
        .filter(each -> !each.isBlank())
        .findFirst()
        .orElse("What else should I know about this?");
  }
}
