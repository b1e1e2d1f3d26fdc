package org.atomicagents.cli.review;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.cli.review.ReviewRemedy.FileChange;
import org.atomicagents.cli.terminal.AnsiStyle;
import org.atomicagents.cli.terminal.ShellCommand;
import org.atomicagents.cli.terminal.StyledText;
import org.atomicagents.cli.terminal.Terminal;

/** Prints a report for people. */
record ReviewPrinter(ReviewReport report, Terminal terminal) {
  private static final int COLUMN = 10;
  private static final int TOPIC_COLUMN = 17;

  void print() {
    ReviewSubject subject = report.subject();
    terminal.line(
        StyledText.of(
            AnsiStyle.BOLD,
            "Performance review of %s with %s"
                .formatted(subject.text().file(), subject.modelOption())));
    terminal.field("inputs", COLUMN, inputs(subject.inputs()));
    terminal.field("replay", COLUMN, replay(subject));
    List<ReviewFinding> findings = report.findings();
    for (int i = 0; i < findings.size(); i++) {
      print(i + 1, findings.get(i));
    }
    if (!report.fine().isEmpty()) {
      terminal.heading("Nothing to change");
      report.fine().forEach(fine -> topic(fine.topic(), fine.reason()));
    }
    if (!report.unchecked().isEmpty()) {
      terminal.heading("Not checked");
      report.unchecked().forEach(unchecked -> topic(unchecked.topic(), unchecked.reason()));
    }
    terminal.line("");
    terminal.line(StyledText.of(AnsiStyle.BOLD, report.summary()));
  }

  private void print(int number, ReviewFinding finding) {
    terminal.heading("%d. %s  %s".formatted(number, finding.severity(), finding.what()));
    terminal.field("effect", COLUMN, finding.effect().text());
    for (ReviewEvidence evidence : finding.evidence()) {
      boolean isMeasured = evidence.basis() == ReviewEvidence.Basis.MEASURED;
      terminal.field(isMeasured ? "measured" : "estimate", COLUMN, evidence.text());
    }
    ReviewRemedy remedy = finding.remedy();
    for (int i = 0; i < remedy.file().size(); i++) {
      FileChange change = remedy.file().get(i);
      terminal.field(i == 0 ? "yaml" : "", COLUMN, change.place());
      verbatim("", change.text().isEmpty() ? List.of() : List.of("  " + change.text()));
    }
    for (String command : remedy.command()) {
      int width = terminal.availableWidth(COLUMN + 2);
      verbatim("shell", ShellCommand.wrapped(command, width));
    }
    verbatim("java", remedy.java());
    verbatim("see", List.of(finding.topic().docs()));
  }

  private void topic(ReviewTopic topic, String reason) {
    terminal.field(topic.id(), TOPIC_COLUMN, reason);
  }

  /** Prints lines that are copied from the terminal, and must not be wrapped. */
  private void verbatim(String name, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String label = i == 0 ? name : "";
      terminal.line(
          StyledText.plain("  ")
              .append(AnsiStyle.CYAN, label)
              .append(" ".repeat(COLUMN - label.length()))
              .append(lines.get(i)));
    }
  }

  private static String inputs(InputCensus inputs) {
    if (inputs.isGenerated()) {
      String reason =
          inputs.source().isEmpty() ? "no file" : "%s is empty".formatted(inputs.source());
      return inputs.sample().isEmpty() ? reason : reason + "; one generated input is replayed";
    }
    var parts = new ArrayList<String>();
    parts.add(
        "%s of %s%s"
            .formatted(
                ReviewFigures.count(inputs.valid(), "input"),
                inputs.source(),
                inputs.isCut() ? ", whose other lines were not read" : ""));
    if (inputs.invalid() > 0) {
      parts.add(
          "%s left out, such as %s"
              .formatted(
                  ReviewFigures.count(inputs.invalid(), "invalid line"), inputs.firstProblem()));
    }
    return String.join("; ", parts);
  }

  private static String replay(ReviewSubject subject) {
    ReplayResult replay = subject.replay();
    ReplaySettings settings = subject.settings();
    if (replay.failures().runs() == 0) {
      return replay.isCut()
          ? "no run ended within --time-limit %s"
              .formatted(ReviewFigures.time(settings.timeLimit()))
          : "no run";
    }
    String sample =
        subject.inputs().isGenerated()
            ? ""
            : " of %s (seed %d)"
                .formatted(
                    ReviewFigures.count(subject.inputs().sample().size(), "sampled input"),
                    settings.seed());
    return "%s%s in %s%s, through a simulated provider on this machine: %s to the first token, then %s tokens/s. Nothing was sent to another server."
        .formatted(
            ReviewFigures.count(replay.failures().runs(), "run"),
            sample,
            ReviewFigures.time(replay.elapsed()),
            replay.isCut() ? ", shortened by --time-limit" : "",
            ReviewFigures.time(settings.latency()),
            ReviewFigures.number(settings.tokensPerSecond()));
  }
}
