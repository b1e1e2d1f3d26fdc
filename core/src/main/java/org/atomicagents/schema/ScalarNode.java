package org.atomicagents.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A value without parts: a text, a number or a boolean. */
record ScalarNode(String jsonType, Reader reader, Writer writer) implements TypeNode {

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

  @Override
  public void describe(SchemaWriter out) {
    out.text("type", jsonType);
  }

  // JSON has no words for infinity and for what is not a number.
  @Override
  public void validate(Object value, boolean checked, Findings findings) {
    if ((value instanceof Double || value instanceof Float)
        && !Double.isFinite(((Number) value).doubleValue())) {
      findings.add("a finite number", value.toString());
    }
  }
}
