package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.atomicagents.cli.review.ReviewRemedy.FileChange;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a report as one line of JSON. */
record ReviewJson(ReviewReport report) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  String text() {
    ReviewSubject subject = report.subject();
    ObjectNode root = NODES.objectNode();
    root.put("agentFile", subject.text().file().toString());
    root.put("model", subject.modelOption());
    root.set("inputs", inputs(subject.inputs()));
    root.set("replay", replay(subject));
    ArrayNode findings = root.putArray("findings");
    report.findings().forEach(finding -> findings.add(finding(finding)));
    ArrayNode fine = root.putArray("fine");
    report.fine().forEach(one -> fine.add(topic(one.topic(), one.reason())));
    ArrayNode unchecked = root.putArray("notChecked");
    report.unchecked().forEach(one -> unchecked.add(topic(one.topic(), one.reason())));
    ObjectNode summary = root.putObject("summary");
    for (ReviewSeverity severity : ReviewSeverity.values()) {
      summary.put(lower(severity), report.count(severity));
    }
    return root.toString();
  }

  private static ObjectNode inputs(InputCensus inputs) {
    ObjectNode node = NODES.objectNode();
    node.put("file", inputs.source());
    node.put("valid", inputs.valid());
    node.put("invalid", inputs.invalid());
    node.put("distinct", inputs.distinct());
    node.put("sampled", inputs.sample().size());
    node.put("isGenerated", inputs.isGenerated());
    node.put("isCut", inputs.isCut());
    return node;
  }

  private static ObjectNode replay(ReviewSubject subject) {
    ObjectNode node = NODES.objectNode();
    node.put("latencySeconds", ReviewFigures.seconds(subject.settings().latency()));
    node.put("tokensPerSecond", subject.settings().tokensPerSecond());
    node.put("seed", subject.settings().seed());
    node.put("runs", subject.replay().failures().runs());
    node.put("failedRuns", subject.replay().failures().failed());
    node.put("seconds", ReviewFigures.seconds(subject.replay().elapsed()));
    node.put("isCut", subject.replay().isCut());
    return node;
  }

  private static ObjectNode finding(ReviewFinding finding) {
    ObjectNode node = NODES.objectNode();
    node.put("topic", finding.topic().id());
    node.put("severity", lower(finding.severity()));
    node.put("what", finding.what());
    ObjectNode effect = node.putObject("effect");
    effect.put("quantity", lower(finding.effect().quantity()));
    effect.put("share", ReviewFigures.rounded(finding.effect().share()));
    effect.put("text", finding.effect().text());
    ArrayNode evidence = node.putArray("evidence");
    finding.evidence().forEach(one -> evidence.add(evidence(one)));
    ObjectNode change = node.putObject("change");
    ArrayNode file = change.putArray("file");
    for (FileChange one : finding.remedy().file()) {
      file.add(NODES.objectNode().put("place", one.place()).put("text", one.text()));
    }
    put(change, "command", finding.remedy().command());
    put(change, "java", finding.remedy().java());
    node.put("docs", finding.topic().docs());
    return node;
  }

  private static ObjectNode evidence(ReviewEvidence evidence) {
    ObjectNode node = NODES.objectNode();
    node.put("basis", lower(evidence.basis()));
    node.put("text", evidence.text());
    ObjectNode figures = node.putObject("figures");
    evidence.figures().forEach((name, value) -> put(figures, name, value));
    return node;
  }

  private static void put(ObjectNode node, String name, Number value) {
    switch (value) {
      case BigDecimal amount -> node.put(name, new BigDecimal(amount.toPlainString()));
      case Double number -> node.put(name, number);
      default -> node.put(name, value.longValue());
    }
  }

  private static void put(ObjectNode node, String name, List<String> lines) {
    ArrayNode array = node.putArray(name);
    lines.forEach(array::add);
  }

  private static ObjectNode topic(ReviewTopic topic, String reason) {
    return NODES.objectNode().put("topic", topic.id()).put("reason", reason);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
