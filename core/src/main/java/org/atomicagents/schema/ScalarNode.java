package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A value without parts: a text, a number or a boolean.
 *
 * @param format what a text must be, as the {@code format} of JSON Schema; empty if it has no word
 *     for it
 * @param form what a text must be, in words; empty for any text
 */
record ScalarNode(String jsonType, String format, String form, Reader reader, Writer writer)
    implements TypeNode {

  ScalarNode(String jsonType, Reader reader, Writer writer) {
    this(jsonType, "", "", reader, writer);
  }

  /** Whether the value is a {@code String}, and not a text of Jackson's tree. */
  boolean isString() {
    return holdsText() && reader.equals(Scalars.STRINGS);
  }

  /** Whether the value is a text, of any form. */
  boolean holdsText() {
    return jsonType.equals("string") && form.isEmpty();
  }

  /** Reads the current token, or rejects it. */
  interface Reader {
    @Nullable Object read(Decoding in);
  }

  /** Writes a value. */
  interface Writer {
    void write(Object value, JsonGenerator out);
  }

  @Override
  public @Nullable Object decode(Decoding in) {
    return reader.read(in);
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    writer.write(value, out);
  }

  // JSON has no words for infinity and for what is not a number.
  @Override
  public void validate(Object value, Findings findings) {
    if ((value instanceof Double || value instanceof Float)
        && !Double.isFinite(((Number) value).doubleValue())) {
      findings.add("a finite number", value.toString());
    }
  }
}
