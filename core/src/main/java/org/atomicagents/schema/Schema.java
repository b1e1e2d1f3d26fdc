package org.atomicagents.schema;

import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.atomicagents.internal.json.JsonText;
import org.atomicagents.model.FinishReason;
import org.atomicagents.model.Repair;
import org.atomicagents.model.Violation;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * A Java type, ready to be asked of a model: its JSON Schema, and its values from and to JSON.
 *
 * <p>Compiled once per type and kept by whoever uses it; there is no cache behind it. Immutable and
 * thread-safe.
 *
 * {@snippet :
 * Schema<Ticket> schema = Schema.of(Ticket.class);
 * ReadResult<Ticket> read = schema.read("{\"priority\":\"HIGH\"}");
 * }
 *
 * <p>Reading is strict about types: a number in quotes is not a number, a missing number is not 0,
 * a key that stands twice is an error. Keys that the type doesn't know are passed over.
 */
public final class Schema<T> {
  private final RecordNode root;
  private final Class<T> type;
  private final String compact;

  private Schema(Class<T> type, RecordNode root) {
    this.type = type;
    this.root = root;
    this.compact = new SchemaWriter(root, SchemaForm.COMPACT).write();
  }

  /**
   * Compiles a record type.
   *
   * <p>Components may be texts, numbers, booleans, enums, records, and {@code List} and {@code
   * Optional} of these. A component that may be null says so with JSpecify's {@code @Nullable}.
   *
   * @throws org.atomicagents.model.ConfigurationException if the type has no description, a
   *     component that JSON Schema can't express, or a module that doesn't open it
   */
  public static <T> Schema<T> of(Class<T> type) {
    Objects.requireNonNull(type, "type");
    return new Schema<>(type, new TypeCompiler().compileRoot(type));
  }

  /** The type's name in the schema: its simple name, or what {@code @JsonTypeName} says. */
  public String name() {
    return root.name();
  }

  /** What the type means. */
  public String description() {
    return root.description();
  }

  /** The Java type. */
  public Class<T> type() {
    return type;
  }

  /** The JSON Schema (2020-12) that goes to a model, as compact text. */
  public String jsonSchema() {
    return compact;
  }

  /** The JSON Schema (2020-12) in one of its forms, as compact text. */
  public String jsonSchema(SchemaForm form) {
    return form == SchemaForm.COMPACT ? compact : new SchemaWriter(root, form).write();
  }

  /**
   * Compact JSON, components in the order of their declaration, non-ASCII characters as they are.
   */
  public String encode(T value) {
    Objects.requireNonNull(value, "value");
    var text = new StringWriter(128);
    try (JsonGenerator out = JsonText.generator(text)) {
      root.encode(value, out);
    }
    return text.toString();
  }

  /**
   * The type of some places alone, to ask for them again: an object with {@code value_1}, {@code
   * value_2}, ... in their order.
   *
   * @param paths as in {@code $.lines[2].sku}
   * @throws IllegalArgumentException if one leads nowhere
   */
  public Schema<?> parts(List<String> paths) {
    return new Schema<>(Parts.class, Parts.node(root, paths));
  }

  /** Reads and checks: {@link #decode}, and {@link #validate} where that brought a value. */
  public ReadResult<T> read(String json) {
    ReadResult<T> decoded = decode(json);
    if (decoded.value() == null) {
      return decoded;
    }
    List<Violation> violations = validate(decoded.value());
    return violations.isEmpty()
        ? decoded
        : new ReadResult<>(null, violations, decoded.repairs(), decoded.json());
  }

  /**
   * Reads a value without checking its constraints; all type errors are found in one pass.
   *
   * <p>The text is one JSON object, or one in a Markdown code fence, which is reported as a repair.
   */
  public ReadResult<T> decode(String json) {
    return decode(json, Strictness.LENIENT, FinishReason.OTHER);
  }

  /**
   * Reads a value without checking its constraints; all type errors are found in one pass.
   *
   * @param reason why the text ends where it does: {@link FinishReason#STOP} if its author says so
   */
  public ReadResult<T> decode(String json, Strictness strictness, FinishReason reason) {
    String text = CodeFence.strip(json);
    List<Repair> repairs =
        text.length() == json.length() ? List.of() : List.of(CodeFence.repair(json, text));
    try (JsonParser parser = JsonText.parser(text)) {
      var in = new Decoding(parser);
      in.nextToken();
      Object value = root.decode(in);
      if (!in.failed()) {
        in.requireEnd();
      }
      return in.failed()
          ? new ReadResult<>(null, in.violations(), repairs, text)
          : new ReadResult<>(type.cast(value), List.of(), repairs, text);
    } catch (JacksonException e) {
      return new ReadResult<>(null, List.of(Decoding.malformed(e, text)), repairs, text);
    }
  }

  /**
   * What of the value's Jakarta constraints doesn't hold, at any depth, and where something is
   * missing or can't be written as JSON; nothing if all is well.
   */
  public List<Violation> validate(T value) {
    var findings = new Findings();
    root.validate(value, false, findings);
    return findings.violations();
  }

  /**
   * Starts the validator in the background where the type has constraints that need it: a user's
   * own, and the rarer ones. That takes a quarter of a second, which the first {@link #validate}
   * would have to wait for.
   */
  public void warmUp() {
    Set<Class<?>> types = root.foreignTypes();
    if (!types.isEmpty()) {
      Thread.ofVirtual()
          .name("atomic-agents-validator")
          .start(() -> ForeignConstraints.warmUp(types));
    }
  }

  @Override
  public String toString() {
    return "Schema[" + name() + "]";
  }
}
