package org.atomicagents.internal.batch;

import java.util.List;
import org.atomicagents.batch.InvalidLineException;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Decodes the text of a line. Implementations are thread-safe. */
@FunctionalInterface
public interface LineDecoder<I> {
  /** Numbers keep all their digits, and duplicate keys are rejected. */
  JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * Returns the input of a line.
   *
   * @throws InvalidLineException if the text is not valid
   */
  I decode(TextLine line, String text);

  /** Returns a decoder of any JSON value. */
  static LineDecoder<JsonNode> ofJson() {
    return (line, text) -> {
      try {
        return MAPPER.readTree(text);
      } catch (JacksonException e) {
        throw malformed(line, e);
      }
    };
  }

  /** Returns a decoder of the values of a schema, without repairs. */
  static <I> LineDecoder<I> of(Schema<I> schema) {
    var shape = LineShape.of(schema);
    return (line, text) -> {
      try {
        if (!shape.key().isEmpty()) {
          JsonLocator.requireValid(text);
        }
        ReadResult<I> read = schema.read(shape.toSchema(text), Strictness.STRICT);
        if (read.value() != null) {
          return read.value();
        }
        throw invalid(line, text, read.violations().stream().map(shape::toLine).toList());
      } catch (JacksonException e) {
        throw malformed(line, e);
      }
    };
  }

  private static InvalidLineException invalid(
      TextLine line, String text, List<Violation> violations) {
    return new InvalidLineException(
        line.source(),
        line.number(),
        JsonLocator.column(text, violations.getFirst().path()),
        "invalid input:\n" + Violation.lines(violations),
        violations,
        null);
  }

  private static InvalidLineException malformed(TextLine line, JacksonException e) {
    int column = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getColumnNr());
    String message = e.getOriginalMessage();
    // The position of the start is that of this line, without its number.
    int start = message.indexOf(" (start marker at ");
    String problem = start < 0 ? message : message.substring(0, start);
    return line.problem(column, "invalid JSON: " + problem, e);
  }
}
