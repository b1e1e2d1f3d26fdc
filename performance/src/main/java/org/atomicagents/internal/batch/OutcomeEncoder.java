package org.atomicagents.internal.batch;

import java.io.StringWriter;
import java.math.BigDecimal;
import org.atomicagents.batch.InvalidLineException;
import org.atomicagents.batch.Outcome;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.schema.Schema;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Encodes outcomes as lines of JSON, without durations, so that equal results have equal lines.
 * Thread-safe.
 */
public final class OutcomeEncoder<O> {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final char LINE_SEPARATOR = '\u2028';
  private static final char PARAGRAPH_SEPARATOR = '\u2029';
  private static final char NEXT_LINE = '\u0085';

  private final Schema<O> schema;
  private final LineShape shape;

  public OutcomeEncoder(Schema<O> schema) {
    this.schema = schema;
    this.shape = LineShape.of(schema);
  }

  /** Returns an outcome as one line, without a line feed. */
  public String encode(Outcome<O> outcome) {
    var text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("index", outcome.index());
      switch (outcome) {
        case Outcome.Success<O> success -> writeResult(json, success);
        case Outcome.Failure<O> failure -> writeError(json, failure);
      }
      writeUsage(json, outcome.usage());
      outcome.cost().ifPresent(cost -> writeCost(json, outcome, cost));
      json.writeEndObject();
    }
    return escape(text.toString());
  }

  private void writeResult(JsonGenerator json, Outcome.Success<O> success) {
    json.writeName("output");
    json.writeRawValue(shape.toLine(schema.encode(success.output())));
    json.writeStringProperty("model", success.result().model());
    json.writeNumberProperty("attempts", success.result().attempts());
    json.writeNumberProperty("requests", success.result().requests());
  }

  private static void writeError(JsonGenerator json, Outcome.Failure<?> failure) {
    RuntimeException exception = failure.failure();
    json.writeObjectPropertyStart("error");
    json.writeStringProperty("type", exception.getClass().getSimpleName());
    json.writeStringProperty("message", String.valueOf(exception.getMessage()));
    json.writeBooleanProperty(
        "retryable", exception instanceof AgentException known && known.isRetryable());
    if (exception instanceof InvalidLineException invalid) {
      json.writeNumberProperty("line", invalid.line());
      json.writeNumberProperty("column", invalid.column());
    }
    json.writeEndObject();
  }

  private static void writeUsage(JsonGenerator json, Usage usage) {
    if (usage.equals(Usage.NONE)) {
      return;
    }
    json.writeObjectPropertyStart("usage");
    json.writeNumberProperty("inputTokens", usage.inputTokens());
    json.writeNumberProperty("outputTokens", usage.outputTokens());
    writeCount(json, "cacheReadTokens", usage.cacheReadTokens());
    writeCount(json, "cacheWriteTokens", usage.cacheWriteTokens());
    writeCount(json, "reasoningTokens", usage.reasoningTokens());
    writeCount(json, "audioInputTokens", usage.audioInputTokens());
    writeCount(json, "audioOutputTokens", usage.audioOutputTokens());
    json.writeEndObject();
  }

  private static void writeCount(JsonGenerator json, String name, long count) {
    if (count > 0) {
      json.writeNumberProperty(name, count);
    }
  }

  private static void writeCost(JsonGenerator json, Outcome<?> outcome, BigDecimal cost) {
    if (outcome instanceof Outcome.Success || cost.signum() > 0) {
      json.writeName("cost");
      json.writeNumber(cost.signum() == 0 ? "0" : cost.stripTrailingZeros().toPlainString());
    }
  }

  /** Escapes what other programs take for a line end, and halves of surrogate pairs. */
  private static String escape(String json) {
    if (json.chars().noneMatch(c -> needsEscape((char) c))) {
      return json;
    }
    var escaped = new StringBuilder(json.length() + 32);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean isPair =
          Character.isHighSurrogate(c)
              && i + 1 < json.length()
              && Character.isLowSurrogate(json.charAt(i + 1));
      if (isPair) {
        escaped.append(c).append(json.charAt(++i));
      } else if (needsEscape(c)) {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean needsEscape(char c) {
    return c == NEXT_LINE
        || c == LINE_SEPARATOR
        || c == PARAGRAPH_SEPARATOR
        || Character.isSurrogate(c);
  }
}
