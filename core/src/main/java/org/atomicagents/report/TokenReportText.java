package org.atomicagents.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a report as text and as JSON. */
final class TokenReportText {
  private static final int MAX_TEXT = 60;

  private final TokenReport report;
  private final StringBuilder out = new StringBuilder();

  TokenReportText(TokenReport report) {
    this.report = report;
  }

  String text() {
    line("Agent %s with model %s, %s", report.agent(), report.model(), report.mode());
    line("");
    line("%6d  tokens of a request", report.count().total());
    line("%6d    system prompt", report.count().system());
    line("%6d    history and input", report.count().history());
    line("%6d    schema and tools", report.count().schema());
    if (report.count().utilization().isPresent()) {
      line(
          "        %.2f%% of the context window of %d tokens",
          100 * report.count().utilization().getAsDouble(), report.count().window().getAsInt());
    }
    shares("Sections of the prompt", report.sections());
    shares("Fields of the output, in its JSON Schema", report.fields());
    line("");
    line("The output schema");
    size("JSON Schema", OptionalInt.of(report.sizes().jsonSchema()));
    size("type definition", report.sizes().typeDefinition());
    size("compact definition", report.sizes().compactDefinition());
    findings();
    return out.toString();
  }

  private void shares(String title, List<TokenShare> shares) {
    if (!shares.isEmpty()) {
      line("");
      line("%s", title);
      shares.forEach(share -> line("%6d  %s", share.tokens(), share.name()));
    }
  }

  private void size(String notation, OptionalInt tokens) {
    if (tokens.isPresent()) {
      line("%6d  %s", tokens.getAsInt(), notation);
    }
  }

  private void findings() {
    line("");
    if (report.findings().isEmpty()) {
      line("Nothing to save");
      return;
    }
    line("Possible savings: up to %d tokens", report.saving());
    for (TokenFinding finding : report.findings()) {
      line(
          "%6d  %s: %s: %s",
          finding.tokens(), finding.place(), label(finding.kind()), shortened(finding.text()));
    }
  }

  private static String label(TokenFinding.Kind kind) {
    return switch (kind) {
      case DUPLICATE_LINE -> "duplicate line";
      case VERBOSE_DESCRIPTION -> "verbose description";
      case REDUNDANT_DESCRIPTION -> "description repeats the name";
      case COMPACT_SCHEMA -> "use the compact definition";
    };
  }

  private static String shortened(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  static ObjectNode json(TokenReport report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("agent", report.agent());
    root.put("model", report.model());
    root.put("mode", report.mode().name());
    ObjectNode count = root.putObject("tokens");
    count.put("total", report.count().total());
    count.put("system", report.count().system());
    count.put("history", report.count().history());
    count.put("schema", report.count().schema());
    report.count().window().ifPresent(window -> count.put("window", window));
    put(root.putArray("sections"), report.sections());
    put(root.putArray("fields"), report.fields());
    ObjectNode sizes = root.putObject("schema");
    sizes.put("jsonSchema", report.sizes().jsonSchema());
    report.sizes().typeDefinition().ifPresent(size -> sizes.put("typeDefinition", size));
    report.sizes().compactDefinition().ifPresent(size -> sizes.put("compactDefinition", size));
    ArrayNode findings = root.putArray("findings");
    for (TokenFinding finding : report.findings()) {
      findings
          .addObject()
          .put("kind", finding.kind().name())
          .put("place", finding.place())
          .put("text", finding.text())
          .put("tokens", finding.tokens());
    }
    return root;
  }

  private static void put(ArrayNode array, List<TokenShare> shares) {
    for (TokenShare share : shares) {
      array.addObject().put("name", share.name()).put("tokens", share.tokens());
    }
  }
}
