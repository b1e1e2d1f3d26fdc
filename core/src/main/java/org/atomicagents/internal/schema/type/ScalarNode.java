package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A value without parts: a text, a number or a boolean.
 *
 * @param format what a text must be, as the {@code format} of JSON Schema; empty if it has no word
 *     for it
 * @param formatDescription what a text must be, in words; empty for any text
 */
public record ScalarNode(
    String jsonType,
    String format,
    String formatDescription,
    ScalarReader reader,
    ScalarWriter writer)
    implements TypeNode {

  public ScalarNode(String jsonType, ScalarReader reader, ScalarWriter writer) {
    this(jsonType, "", "", reader, writer);
  }

  /** Whether the value is a {@code String}, and not a text of Jackson's tree. */
  public boolean isString() {
    return acceptsAnyText() && reader.equals(ScalarTypes.STRING_READER);
  }

  /** Whether the value is a text, of any form. */
  public boolean acceptsAnyText() {
    return jsonType.equals("string") && formatDescription.isEmpty();
  }

  /** Reads the current token, or rejects it. */
  public interface ScalarReader {
    @Nullable Object read(DecodeContext in);
  }

  /** Writes a value. */
  public interface ScalarWriter {
    void write(Object value, JsonGenerator out);
  }

  @Override
  public @Nullable Object decode(DecodeContext in) {
    return reader.read(in);
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    writer.write(value, out);
  }

  // JSON has no words for infinity and for what is not a number.
  @Override
  public void validate(Object value, ViolationCollector findings) {
    if ((value instanceof Double || value instanceof Float)
        && !Double.isFinite(((Number) value).doubleValue())) {
      findings.add("a finite number", value.toString());
    }
  }
}
