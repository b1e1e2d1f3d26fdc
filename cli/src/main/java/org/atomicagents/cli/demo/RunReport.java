package org.atomicagents.cli.demo;

import java.util.Locale;
import org.atomicagents.RunResult;
import org.atomicagents.cli.terminal.AnsiStyle;
import org.atomicagents.cli.terminal.JsonPrettyPrinter;
import org.atomicagents.cli.terminal.RunLog;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.Phase;
import org.atomicagents.model.Timings;

/** Shows what happened in a run, as it was sent and as it came. */
record RunReport(Terminal terminal) {

  void show(ModelRequest request, RunResult<?> reply) {
    terminal.heading("What happened");
    terminal.line("  " + terminal.style(AnsiStyle.CYAN, "system prompt"));
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
    label("raw reply", reply.text().length() + " characters, as they came");
    terminal.text(4, reply.text());
    terminal.line("");
    terminal.field("model", reply.model());
    terminal.field("attempts", RunLog.attempts(reply));
    terminal.field("tokens", tokens(reply.usage()));
    timings(reply.timings());
  }

  private void label(String name, String remark) {
    terminal.line("");
    terminal.line(
        "  "
            + terminal.style(AnsiStyle.CYAN, name)
            + terminal.style(AnsiStyle.DIM, "  (" + remark + ")"));
  }

  private static String tokens(Usage usage) {
    if (usage.equals(Usage.NONE)) {
      return "the provider did not say";
    }
    String cached =
        usage.cacheReadTokens() > 0 ? " (" + usage.cacheReadTokens() + " from its cache)" : "";
    return "%d in%s + %d out = %d"
        .formatted(usage.inputTokens(), cached, usage.outputTokens(), usage.totalTokens());
  }

  private void timings(Timings timings) {
    terminal.line("");
    terminal.line("  " + terminal.style(AnsiStyle.CYAN, "phase             ms"));
    for (Phase phase : Phase.values()) {
      if (timings.nanos(phase) > 0) {
        row(phase.name().toLowerCase(Locale.ROOT).replace('_', ' '), timings.nanos(phase));
      }
    }
    row("the rest", timings.total().toNanos() - timings.accountedNanos());
    row("total", timings.total().toNanos());
  }

  private void row(String name, long nanos) {
    terminal.line(String.format(Locale.ROOT, "  %-11s %8.1f", name, nanos / 1e6));
  }
}
