package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The type of a string, a number or a boolean.
 *
 * @param format the {@code format} of a string in JSON Schema; empty if JSON Schema has none
 * @param formatDescription the description of a string's format; empty for any string
 * @param plainReader decodes the plain form; null if there is none
 * @param respelling rewrites other notations of the format
 */
public record ScalarNode(
    String jsonType,
    String format,
    String formatDescription,
    ScalarReader reader,
    @Nullable PlainReader plainReader,
    ScalarWriter writer,
    Respelling respelling)
    implements TypeNode {

  /** Creates a type without a format and without a plain form. */
  public ScalarNode(String jsonType, ScalarReader reader, ScalarWriter writer) {
    this(jsonType, reader, null, writer);
  }

  /** Creates a type without a format. */
  ScalarNode(
      String jsonType,
      ScalarReader reader,
      @Nullable PlainReader plainReader,
      ScalarWriter writer) {
    this(jsonType, "", "", reader, plainReader, writer, text -> null);
  }

  /** Rewrites a text in another notation to the one that the type is decoded from. */
  public interface Respelling {
    /** Returns the text in the notation of the type; null if it has no single meaning. */
    @Nullable String respell(String text);
  }

  /** Returns this type with a respelling. */
  ScalarNode respelledBy(Respelling respelling) {
    return new ScalarNode(
        jsonType, format, formatDescription, reader, plainReader, writer, respelling);
  }

  /** Returns whether the values are instances of {@code String}, not of Jackson's tree. */
  public boolean isString() {
    return acceptsAnyText() && reader.equals(ScalarTypes.STRING_READER);
  }

  /** Returns whether the values are strings of any format. */
  public boolean acceptsAnyText() {
    return jsonType.equals("string") && formatDescription.isEmpty();
  }

  /** Decodes the current token, or rejects it. */
  public interface ScalarReader {
    @Nullable Object read(DecodeContext in);
  }

  /** Decodes the next value of the plain form, or fails. */
  public interface PlainReader {
    @Nullable Object read(PlainJsonReader in);
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
  public boolean isPlain() {
    return plainReader != null;
  }

  @Override
  public @Nullable Object decodePlain(PlainJsonReader in) {
    return plainReader == null ? in.fail() : plainReader.read(in);
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    writer.write(value, out);
  }

  // JSON can't represent infinity and NaN.
  @Override
  public void validate(Object value, ViolationCollector findings) {
    if ((value instanceof Double || value instanceof Float)
        && !Double.isFinite(((Number) value).doubleValue())) {
      findings.add("a finite number", value.toString());
    }
  }
}
