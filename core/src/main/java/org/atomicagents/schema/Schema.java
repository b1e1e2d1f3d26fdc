package org.atomicagents.schema;

import java.io.StringWriter;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonText;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.model.ConfigurationException;
import org.atomicagents.model.FinishReason;
import org.atomicagents.model.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * A type, ready to be asked of a model: its JSON Schema, and its values from and to JSON.
 *
 * <p>Compiled once per type and kept by whoever uses it; there is no cache behind it. Immutable and
 * thread-safe.
 *
 * {@snippet :
 * Schema<Ticket> schema = Schema.of(Ticket.class);
 * ReadResult<Ticket> read = schema.read("{\"priority\":\"HIGH\"}");
 * }
 *
 * <p>Values come out of valid JSON of the type only: a number in quotes is not a number, a missing
 * number is not 0, a key that stands twice is an error. With {@link Strictness#LENIENT} a text that
 * isn't such JSON is first mended to it where it can mean one thing only.
 *
 * <p>What is no object is written in one, under {@code value}, or {@code items} for a list, since
 * models and providers want an object.
 */
public final class Schema<T> {
  private final TypeNode root;
  private final Type type;
  private final String name;
  private final String description;
  private final String compact;
  private final UnionKeys unionKeys;
  private final @Nullable GivenSchema given;
  private final AtomicReference<@Nullable Optional<String>> strict = new AtomicReference<>();

  private Schema(Type type, RecordNode root) {
    this.type = type;
    this.root = root;
    this.name = root.name();
    this.description = Wrapping.meaning(root);
    this.compact = new SchemaWriter(root, SchemaForm.COMPACT).write();
    this.unionKeys = UnionKeys.in(root);
    this.given = null;
  }

  private Schema(GivenSchema given) {
    TypeNode node = given.compile();
    this.type = JsonNode.class;
    this.root = given.isObject() ? node : Wrapping.of(given.name(), Wrapping.VALUE, Slot.of(node));
    this.name = given.name();
    this.description = given.description();
    this.compact = given.text();
    this.unionKeys = UnionKeys.in(root);
    this.given = given;
  }

  /**
   * Compiles a type.
   *
   * <p>That may be a record; a sealed interface of records; an enum; a text, number or boolean; a
   * date or time of {@code java.time}; {@code URI}, {@code UUID}; or an array. Components may be
   * all these, and {@code List}, {@code Set}, {@code Map} and {@code Optional} of them. A component
   * that may be null says so with JSpecify's {@code @Nullable}; one with a default with
   * {@code @JsonProperty(defaultValue = "...")}.
   *
   * @throws org.atomicagents.model.ConfigurationException if a record or sealed type has no
   *     description, if there is something that JSON Schema can't express, or a module that doesn't
   *     open its records
   */
  public static <T> Schema<T> of(Class<T> type) {
    Objects.requireNonNull(type, "type");
    return new Schema<>(type, new TypeCompiler().compileRoot(JavaType.of(type)));
  }

  /**
   * Compiles a type with arguments, as in {@code new TypeRef<Page<Ticket>>() {}}.
   *
   * @throws org.atomicagents.model.ConfigurationException as {@link #of(Class)} does
   */
  public static <T> Schema<T> of(TypeRef<T> type) {
    JavaType resolved = JavaType.of(type.annotated(), Map.of());
    return new Schema<>(type.type(), new TypeCompiler().compileRoot(resolved));
  }

  /**
   * Compiles a list of a type.
   *
   * @throws org.atomicagents.model.ConfigurationException as {@link #of(Class)} does
   */
  public static <T> Schema<List<T>> listOf(Class<T> item) {
    Objects.requireNonNull(item, "item");
    var list = new JavaType(List.class, List.of(JavaType.of(item)), List.of());
    return new Schema<>(List.class, new TypeCompiler().compileRoot(list));
  }

  /**
   * Takes a JSON Schema (2020-12) as it is, without a Java type; values are Jackson's trees.
   *
   * <p>All that it asks is checked, by the library {@code com.networknt:json-schema-validator},
   * which has to be added to the dependencies. Its {@code title} becomes the {@link #name()}.
   *
   * @throws org.atomicagents.model.ConfigurationException if it is no JSON object, refers to
   *     something outside of it, or the library is missing
   */
  public static Schema<JsonNode> of(String jsonSchema) {
    Objects.requireNonNull(jsonSchema, "jsonSchema");
    try {
      return new Schema<>(GivenSchema.of(jsonSchema));
    } catch (NoClassDefFoundError e) {
      throw ConfigurationException.of(
          "A JSON Schema given as text needs the library that checks it: add"
              + " com.networknt:json-schema-validator (3.x) to the dependencies.");
    }
  }

  /** The type's name in the schema: its simple name, or what {@code @JsonTypeName} says. */
  public String name() {
    return name;
  }

  /** What the type means; empty if it doesn't say. */
  public String description() {
    return description;
  }

  /** The Java type. */
  public Type type() {
    return type;
  }

  /** The JSON Schema (2020-12) that goes to a model, as compact text. */
  public String jsonSchema() {
    return compact;
  }

  /**
   * The JSON Schema (2020-12) in one of its forms, as compact text; one that was given as text has
   * only one.
   */
  public String jsonSchema(SchemaForm form) {
    return form != SchemaForm.COMPACT && given == null && root instanceof RecordNode record
        ? new SchemaWriter(record, form).write()
        : compact;
  }

  /**
   * The JSON Schema in {@link SchemaForm#STRICT}; nothing if the type can't be expressed in the
   * subset that providers take there, because it is too large or too deep, or holds any JSON.
   */
  public Optional<String> strictJsonSchema() {
    Optional<String> known = strict.get();
    if (known == null) {
      String written = jsonSchema(SchemaForm.STRICT);
      known =
          StrictRules.violations(JsonTree.read(written)).isEmpty()
              ? Optional.of(written)
              : Optional.empty();
      strict.set(known);
    }
    return known;
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
   * @throws IllegalArgumentException if one leads nowhere, or to places of different types
   */
  public Schema<?> parts(List<String> paths) {
    return new Schema<>(Parts.class, Parts.node(root, name, description, paths));
  }

  /** Reads and checks: {@link #decode}, and {@link #validate} where that brought a value. */
  public ReadResult<T> read(String text) {
    return read(text, Strictness.LENIENT);
  }

  /** Reads and checks: {@link #decode}, and {@link #validate} where that brought a value. */
  public ReadResult<T> read(String text, Strictness strictness) {
    ReadResult<T> decoded = decode(text, strictness, FinishReason.OTHER);
    if (decoded.value() == null) {
      return decoded;
    }
    List<Violation> violations = validate(decoded);
    return violations.isEmpty()
        ? decoded
        : new ReadResult<>(null, violations, decoded.repairs(), decoded.json());
  }

  /**
   * Reads a value without checking its constraints; all type errors are found in one pass, and of
   * what can be read besides them also the constraints that do not hold. Of more than 100 errors
   * the first are told.
   *
   * @param reason why the text ends where it does: {@link FinishReason#STOP} if its author says so
   */
  public ReadResult<T> decode(String text, Strictness strictness, FinishReason reason) {
    boolean isStrict = strictness == Strictness.STRICT;
    ReadResult<T> exact =
        decodeExactly(text, isStrict ? Decoding.Manner.STRICT : Decoding.Manner.LENIENT);
    if (isStrict || (exact.isValid() && exact.repairs().isEmpty())) {
      return exact;
    }
    ReadResult<T> mended =
        new Alignment<T>(root, text, reason, json -> decodeExactly(json, Decoding.Manner.MENDED))
            .read();
    return mended == null ? exact : mended;
  }

  /** Reads a value that comes in pieces, to show it while it is being written. */
  public IncrementalDecoder<T> incremental(Strictness strictness) {
    return new IncrementalDecoder<>(this, root, strictness == Strictness.LENIENT, false);
  }

  /**
   * Reads a value that comes in pieces, and checks the constraints of each part as soon as that is
   * whole: {@link IncrementalDecoder#violations()}.
   */
  public IncrementalDecoder<T> incrementalChecked(Strictness strictness) {
    return new IncrementalDecoder<>(this, root, strictness == Strictness.LENIENT, true);
  }

  /** A value that is known as a whole, as the last of its snapshots; its patch is the whole. */
  public Snapshot<T> snapshotOf(T value) {
    return new Snapshot<>(this, new WholeValue(Slot.of(root), value), true);
  }

  /**
   * The Java type of the items of the list at a place, as objects.
   *
   * @throws IllegalArgumentException if the path leads nowhere in the type, or to no list
   */
  public Class<?> itemType(String path) {
    TypeNode node = Paths.find(root, name, path).core();
    return switch (node) {
      case ListNode list -> MethodType.methodType(list.itemType()).wrap().returnType();
      case AnyNode ignored -> JsonNode.class;
      default ->
          throw new IllegalArgumentException(
              "expected a path that leads to a list of " + name + ", found \"" + path + "\"");
    };
  }

  /**
   * Checks that a path leads to a text that grows while it is written.
   *
   * @throws IllegalArgumentException if it leads nowhere in the type, or to something else
   */
  public void requireText(String path) {
    TypeNode node = Paths.find(root, name, path).core();
    boolean isText =
        node instanceof AnyNode || (node instanceof ScalarNode scalar && scalar.holdsText());
    if (!isText) {
      throw new IllegalArgumentException(
          "expected a path that leads to a text of " + name + ", found \"" + path + "\"");
    }
  }

  /** A path that leads somewhere in the type. */
  JsonPath place(String path) {
    Paths.find(root, name, path);
    return JsonPath.parse(path);
  }

  private ReadResult<T> decodeExactly(String text, Decoding.Manner manner) {
    try (JsonParser parser = JsonText.parser(text)) {
      var in = new Decoding(parser, text, manner, unionKeys);
      in.nextToken();
      Object value = root.decode(in);
      if (in.failed()) {
        return failed(text, in.violations(), unfulfilled(text, manner));
      }
      in.requireEnd();
      return in.failed()
          ? failed(text, in.violations(), List.of())
          : new ReadResult<>(cast(value), List.of(), in.repairs(), text);
    } catch (JacksonException e) {
      return new ReadResult<>(null, List.of(Decoding.malformed(e, text)), List.of(), text);
    }
  }

  private ReadResult<T> failed(String text, List<Violation> failures, List<Violation> others) {
    List<Violation> all =
        Stream.concat(failures.stream(), others.stream()).limit(Decoding.MOST).toList();
    return new ReadResult<>(null, new PathOrder(root).sorted(all), List.of(), text);
  }

  /** The constraints that don't hold of what can be read of a text. */
  private List<Violation> unfulfilled(String text, Decoding.Manner manner) {
    try (JsonParser parser = JsonText.parser(text)) {
      var in = new Decoding(parser, text, manner, unionKeys);
      Findings checked = in.checking();
      in.nextToken();
      root.decode(in);
      return checked.found();
    }
  }

  // The type tree builds nothing else.
  @SuppressWarnings("unchecked")
  @Nullable T cast(@Nullable Object value) {
    return (T) value;
  }

  /**
   * What of the value's Jakarta constraints doesn't hold, at any depth, and where something is
   * missing or can't be written as JSON; nothing if all is well.
   */
  public List<Violation> validate(T value) {
    var findings = new Findings();
    root.validate(value, findings);
    List<Violation> violations = findings.violations();
    return violations.isEmpty() && given != null && value instanceof JsonNode json
        ? given.violations(json)
        : violations;
  }

  /**
   * What of a read value's constraints doesn't hold, as {@link #validate(Object)} has it, at places
   * of the JSON that it was read from: a set has no item twice, and a constructor may put things
   * into another order.
   *
   * @throws NullPointerException if there is no value
   */
  public List<Violation> validate(ReadResult<T> read) {
    List<Violation> found = validate(Objects.requireNonNull(read.value(), "value"));
    return found.isEmpty() || given != null ? found : placed(found, read.json());
  }

  private List<Violation> placed(List<Violation> found, String json) {
    List<Violation> placed = new PathOrder(root).sorted(unfulfilled(json, Decoding.Manner.LENIENT));
    // A constructor may have made something else of what stands in the text.
    return said(placed).equals(said(found)) ? placed : found;
  }

  private static List<String> said(List<Violation> violations) {
    return violations.stream().map(each -> each.expected() + "\n" + each.found()).sorted().toList();
  }

  /**
   * Starts the validator in the background where the type has constraints that need it: a user's
   * own, and the rarer ones. That takes a quarter of a second, which the first {@link #validate}
   * would have to wait for.
   */
  public void warmUp() {
    Set<Class<?>> types = ForeignTypes.in(root);
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
