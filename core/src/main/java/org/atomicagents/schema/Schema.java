package org.atomicagents.schema;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Content;
import org.atomicagents.message.Violation;
import tools.jackson.databind.JsonNode;

/**
 * A compiled type: its JSON Schema, and conversion of its values from and to JSON.
 *
 * <p>A schema is compiled at each call of a factory method; there is no cache. Compile it once and
 * keep it. Immutable and thread-safe.
 *
 * {@snippet :
 * Schema<Ticket> schema = Schema.of(Ticket.class);
 * ReadResult<Ticket> read = schema.read("{\"priority\":\"HIGH\"}");
 * }
 *
 * <p>Only valid JSON of the type is accepted: a number in quotes is not a number, a missing number
 * is not 0, a duplicate key is an error. With {@link Strictness#LENIENT}, other text is first
 * repaired to such JSON if it has exactly one possible reading.
 *
 * <p>Models and providers expect a JSON object. A value of another type is wrapped in one: a list
 * under {@code items}, anything else under {@code value}.
 */
public sealed interface Schema<T> permits CompiledSchema {

  /**
   * Returns the compiled schema of a type.
   *
   * <p>Supported are records; sealed interfaces of records; enums; strings, numbers and booleans;
   * dates and times of {@code java.time}; {@code URI}, {@code UUID}; the types of {@link
   * org.atomicagents.message.Media}, in inputs only; and arrays. Components may be of all these
   * types, and {@code List}, {@code Set}, {@code Map} and {@code Optional} of them. JSpecify's
   * {@code @Nullable} declares a component that may be null, and {@code @JsonProperty(defaultValue
   * = "...")} one with a default.
   *
   * @throws org.atomicagents.error.ConfigurationException if a record or sealed type has no
   *     description, if a part of the type can't be expressed in JSON Schema, or if a module does
   *     not open its records
   */
  static <T> Schema<T> of(Class<T> type) {
    return CompiledSchema.compile(type);
  }

  /**
   * Returns the compiled schema of a type with arguments: {@code new TypeRef<Page<Ticket>>() {}}.
   *
   * @throws org.atomicagents.error.ConfigurationException as {@link #of(Class)} does
   */
  static <T> Schema<T> of(TypeRef<T> type) {
    return CompiledSchema.compile(type.type(), type.annotated());
  }

  /**
   * Returns the compiled schema of a list of a type.
   *
   * @throws org.atomicagents.error.ConfigurationException as {@link #of(Class)} does
   */
  static <T> Schema<List<T>> listOf(Class<T> item) {
    return CompiledSchema.compileList(item);
  }

  /**
   * Returns the compiled form of a JSON Schema (2020-12) without a Java type; its values are
   * Jackson trees.
   *
   * <p>All of its keywords are checked by the library {@code com.networknt:json-schema-validator},
   * which has to be added to the dependencies. Its {@code title} becomes the {@link #name()}.
   *
   * @throws org.atomicagents.error.ConfigurationException if the text is not a JSON object, if it
   *     refers to another document, or if the library is missing
   */
  static Schema<JsonNode> of(String jsonSchema) {
    return CompiledSchema.compile(jsonSchema);
  }

  /** Returns the type's name in the schema: {@code @JsonTypeName}, or else its simple name. */
  String name();

  /** Returns the type's description; empty if it has none. */
  String description();

  /** Returns the Java type. */
  Type type();

  /**
   * Returns the key under which a value that is no object is wrapped in one: {@code items} for a
   * list, else {@code value}; empty if the values are objects themselves.
   */
  Optional<String> wrapperKey();

  /** Returns the JSON Schema (2020-12) that is sent to a model, as compact text. */
  String jsonSchema();

  /**
   * Returns the JSON Schema (2020-12) in one of its forms, as compact text. A schema that was given
   * as text has only one form.
   */
  String jsonSchema(SchemaVariant variant);

  /**
   * Returns the JSON Schema in {@link SchemaVariant#STRICT}; empty if the type can't be expressed
   * in the subset that providers support there, because it is too large or too deep, or contains
   * arbitrary JSON.
   */
  Optional<String> strictJsonSchema();

  /**
   * Returns the type as a definition in the notation of TypeScript, with descriptions and
   * constraints as comments: the form in which small models understand a type best. Empty if the
   * schema was given as text and uses keywords without an equivalent, such as {@code not}.
   */
  Optional<String> typeDefinition();

  /**
   * Returns a value as compact JSON, with components in the order of their declaration and without
   * escapes for non-ASCII characters. Media are objects with their source, so that {@link
   * #read(String)} returns an equal value, whose media are untrusted.
   */
  String encode(T value);

  /**
   * Returns a value as the parts of a message: its compact JSON without media, then its media in
   * the order of their declaration, depth first.
   *
   * <p>Values that consist of media only are omitted from the JSON, together with their keys. If
   * nothing remains, there is no text.
   */
  List<Content> parts(T value);

  /** Returns the result of {@link #read(String, Strictness)} with {@link Strictness#LENIENT}. */
  default ReadResult<T> read(String text) {
    return read(text, Strictness.LENIENT);
  }

  /**
   * Returns the decoded and validated value of a text, or all of its violations, at most 100.
   *
   * <p>Constraints are also checked if other parts of the text can't be decoded.
   */
  ReadResult<T> read(String text, Strictness strictness);

  /** Returns a new decoder for a text that is received in chunks. */
  IncrementalDecoder<T> incremental(Strictness strictness);

  /**
   * Returns all violations of a value: Jakarta constraints at any depth, missing values, and values
   * that can't be written as JSON.
   */
  List<Violation> validate(T value);
}
