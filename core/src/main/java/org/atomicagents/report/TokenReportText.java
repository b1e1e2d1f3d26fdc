package org.atomicagents.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.atomicagents.model.TokenCount;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a report as text and as JSON. */
final class TokenReportText {
  private static final int MAX_TEXT = 60;
  private static final int NUMBER_WIDTH = 6;
  private static final String INDENT = " ".repeat(NUMBER_WIDTH + 2);

  private final TokenReport report;
  private final StringBuilder out = new StringBuilder();

  TokenReportText(TokenReport report) {
    this.report = report;
  }

  String text() {
    TokenCount count = report.count();
    line("Agent " + report.agent() + " with model " + report.model() + ", " + report.mode());
    line("");
    line(count.total(), "tokens of a request");
    line(count.system(), "  system prompt");
    line(count.history(), "  history and input");
    line(count.schema(), "  schema and tools");
    if (count.utilization().isPresent()) {
      line(
          INDENT
              + percent(count.utilization().getAsDouble())
              + " of the context window of "
              + count.window().orElseThrow()
              + " tokens");
    }
    shares("Sections of the prompt", report.sections());
    shares("Fields of the output, in its JSON Schema", report.fields());
    line("");
    line("The output schema");
    SchemaSizes sizes = report.sizes();
    line(sizes.jsonSchema(), "JSON Schema");
    sizes.typeDefinition().ifPresent(size -> line(size, "type definition"));
    sizes.compactDefinition().ifPresent(size -> line(size, "compact definition"));
    findings();
    return out.toString();
  }

  private void shares(String title, List<TokenShare> shares) {
    if (!shares.isEmpty()) {
      line("");
      line(title);
      shares.forEach(share -> line(share.tokens(), share.name()));
    }
  }

  private void findings() {
    line("");
    if (report.findings().isEmpty()) {
      line("Nothing to save");
      return;
    }
    line("Possible savings: up to " + report.saving() + " tokens");
    for (TokenFinding finding : report.findings()) {
      line(
          finding.tokens(),
          finding.place() + ": " + label(finding.kind()) + ": " + shortened(finding.text()));
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

  /** Returns a share as a percentage with two digits after the point. */
  private static String percent(double share) {
    return BigDecimal.valueOf(100 * share).setScale(2, RoundingMode.HALF_UP) + "%";
  }

  private void line(int tokens, String text) {
    String number = String.valueOf(tokens);
    line(" ".repeat(Math.max(0, NUMBER_WIDTH - number.length())) + number + "  " + text);
  }

  private void line(String text) {
    out.append(text).append('\n');
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
