package org.atomicagents.cli.demo;

import java.util.Locale;
import org.atomicagents.RunResult;
import org.atomicagents.cli.terminal.AnsiStyle;
import org.atomicagents.cli.terminal.JsonPrettyPrinter;
import org.atomicagents.cli.terminal.RunLog;
import org.atomicagents.cli.terminal.StyledText;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TextCleaner;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;

/** Prints the request, the response and the timings of a run. */
record DemoReport(Terminal terminal) {

  void show(ModelRequest request, RunResult<?> result) {
    terminal.heading("Report of the run");
    terminal.line(StyledText.plain("  ").append(AnsiStyle.CYAN, "system prompt"));
    request.messages().stream()
        .filter(message -> message.role() == Role.SYSTEM)
        .map(Message::text)
        .forEach(text -> terminal.text(4, text));
    OutputFormat format = request.output();
    if (format != null) {
      label("schema", "sent as " + format.mode().name().toLowerCase(Locale.ROOT).replace('_', ' '));
      terminal.text(
          4, JsonPrettyPrinter.of(format.schema(), Math.min(terminal.availableWidth(4), 100)));
    }
    label("response", result.text().length() + " characters, unmodified");
    terminal.text(4, result.text());
    terminal.line("");
    terminal.field("model", TextCleaner.cleanLine(result.model()));
    terminal.field("attempts", RunLog.attempts(result));
    terminal.field("tokens", tokens(result.usage()));
    timings(result.timings());
  }

  private void label(String name, String remark) {
    terminal.line("");
    terminal.line(
        StyledText.plain("  ")
            .append(AnsiStyle.CYAN, name)
            .append(AnsiStyle.DIM, "  (" + remark + ")"));
  }

  private static String tokens(Usage usage) {
    if (usage.equals(Usage.NONE)) {
      return "not reported by the provider";
    }
    String cached =
        usage.cacheReadTokens() > 0 ? " (" + usage.cacheReadTokens() + " from its cache)" : "";
    return "%d in%s + %d out = %d"
        .formatted(usage.inputTokens(), cached, usage.outputTokens(), usage.totalTokens());
  }

  private void timings(Timings timings) {
    terminal.line("");
    terminal.line(StyledText.plain("  ").append(AnsiStyle.CYAN, "phase             ms"));
    for (Phase phase : Phase.values()) {
      if (timings.nanos(phase) > 0) {
        row(phase.name().toLowerCase(Locale.ROOT).replace('_', ' '), timings.nanos(phase));
      }
    }
    row("other", timings.total().toNanos() - timings.accountedNanos());
    row("total", timings.total().toNanos());
  }

  private void row(String name, long nanos) {
    terminal.line(String.format(Locale.ROOT, "  %-11s %8.1f", name, nanos / 1e6));
  }
}
