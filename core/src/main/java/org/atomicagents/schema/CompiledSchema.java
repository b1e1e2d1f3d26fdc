package org.atomicagents.schema;

import java.io.StringWriter;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.Lazy;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * The implementation of {@link Schema}, with the operations that only the run engine needs.
 *
 * <p>Immutable and thread-safe.
 */
public final class CompiledSchema<T> implements Schema<T> {
  private final TypeNode root;
  private final Type type;
  private final String name;
  private final String description;
  private final String compact;
  private final UnionKeys unionKeys;
  private final @Nullable GivenSchema given;
  private final Lazy<Optional<String>> strict = new Lazy<>(this::writeStrict);

  private CompiledSchema(Type type, RecordNode root) {
    this.type = type;
    this.root = root;
    this.name = root.name();
    this.description = Wrapping.meaning(root);
    this.compact = new SchemaWriter(root, SchemaForm.COMPACT).write();
    this.unionKeys = DiscriminatorSearch.in(root);
    this.given = null;
  }

  private CompiledSchema(GivenSchema given) {
    TypeNode node = given.compile();
    this.type = JsonNode.class;
    this.root = given.isObject() ? node : Wrapping.of(given.name(), Wrapping.VALUE, Slot.of(node));
    this.name = given.name();
    this.description = given.description();
    this.compact = given.text();
    this.unionKeys = DiscriminatorSearch.in(root);
    this.given = given;
  }

  /** Returns the schema as its only implementation. */
  public static <T> CompiledSchema<T> of(Schema<T> schema) {
    return (CompiledSchema<T>) schema;
  }

  /** Compiles a type. */
  public static <T> CompiledSchema<T> compile(Class<T> type) {
    Objects.requireNonNull(type, "type");
    return new CompiledSchema<>(type, new TypeCompiler().compileRoot(JavaType.of(type)));
  }

  /** Compiles a type with arguments, and the annotations of these. */
  public static <T> CompiledSchema<T> compile(Type type, AnnotatedType annotated) {
    JavaType resolved = JavaType.of(annotated, Map.of());
    return new CompiledSchema<>(type, new TypeCompiler().compileRoot(resolved));
  }

  /** Compiles a list of a type. */
  public static <T> CompiledSchema<List<T>> compileList(Class<T> item) {
    Objects.requireNonNull(item, "item");
    var list = new JavaType(List.class, List.of(JavaType.of(item)), List.of());
    return new CompiledSchema<>(List.class, new TypeCompiler().compileRoot(list));
  }

  /** Compiles the text of a JSON Schema. */
  public static CompiledSchema<JsonNode> compile(String jsonSchema) {
    Objects.requireNonNull(jsonSchema, "jsonSchema");
    try {
      return new CompiledSchema<>(GivenSchema.of(jsonSchema));
    } catch (NoClassDefFoundError e) {
      throw ConfigurationException.of(
          "A JSON Schema given as text needs the library that checks it: add"
              + " com.networknt:json-schema-validator (3.x) to the dependencies.");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Type type() {
    return type;
  }

  @Override
  public String jsonSchema() {
    return compact;
  }

  @Override
  public String jsonSchema(SchemaForm form) {
    return form != SchemaForm.COMPACT && given == null && root instanceof RecordNode record
        ? new SchemaWriter(record, form).write()
        : compact;
  }

  @Override
  public Optional<String> strictJsonSchema() {
    return strict.get();
  }

  private Optional<String> writeStrict() {
    String written = jsonSchema(SchemaForm.STRICT);
    return StrictRules.violations(JsonTree.read(written)).isEmpty()
        ? Optional.of(written)
        : Optional.empty();
  }

  @Override
  public String encode(T value) {
    Objects.requireNonNull(value, "value");
    var text = new StringWriter(128);
    try (JsonGenerator out = JsonIo.generator(text)) {
      root.encode(value, out);
    }
    return text.toString();
  }

  /**
   * Returns a schema of some parts alone, to ask for them again: an object with {@code value_1},
   * {@code value_2}, ... in the order of the paths.
   *
   * @param paths as in {@code $.lines[2].sku}
   * @throws IllegalArgumentException if a path doesn't exist in the type, or has no single type
   */
  public CompiledSchema<?> parts(List<String> paths) {
    return new CompiledSchema<>(Parts.class, Parts.node(root, name, description, paths));
  }

  @Override
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
   * Decodes a value without checking its constraints.
   *
   * <p>Returns all errors of a text, at most 100. If there are type errors, the parts that can be
   * decoded are validated too.
   *
   * @param reason why the text ends; {@link FinishReason#STOP} if its author ended it
   */
  public ReadResult<T> decode(String text, Strictness strictness, FinishReason reason) {
    boolean isStrict = strictness == Strictness.STRICT;
    ReadResult<T> exact =
        decodeExactly(text, isStrict ? Decoding.Manner.STRICT : Decoding.Manner.LENIENT);
    if (isStrict || (exact.isValid() && exact.repairs().isEmpty())) {
      return exact;
    }
    ReadResult<T> repaired =
        new Alignment<T>(root, text, reason, json -> decodeExactly(json, Decoding.Manner.MENDED))
            .read();
    return repaired == null ? exact : repaired;
  }

  @Override
  public IncrementalDecoder<T> incremental(Strictness strictness) {
    return new IncrementalSchemaDecoder<>(this, root, strictness == Strictness.LENIENT, false);
  }

  /**
   * Returns a new incremental decoder that checks the constraints of each part as soon as the part
   * is complete: {@link IncrementalDecoder#violations()}.
   */
  public IncrementalDecoder<T> incrementalChecked(Strictness strictness) {
    return new IncrementalSchemaDecoder<>(this, root, strictness == Strictness.LENIENT, true);
  }

  /** Returns the last snapshot, of a complete value; its patch replaces the whole value. */
  public Snapshot<T> completeSnapshot(T value) {
    return new PartialSnapshot<>(this, new WholeValue(Slot.of(root), value), true);
  }

  /**
   * Returns the Java type of the items of a list, as a reference type.
   *
   * @throws IllegalArgumentException if the path doesn't exist in the type, or holds no list
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
   * Checks that a path holds a string, which is received piece by piece.
   *
   * @throws IllegalArgumentException if the path doesn't exist in the type, or holds something else
   */
  public void requireStringPath(String path) {
    TypeNode node = Paths.find(root, name, path).core();
    boolean isString =
        node instanceof AnyNode || (node instanceof ScalarNode scalar && scalar.holdsText());
    if (!isString) {
      throw new IllegalArgumentException(
          "expected a path that leads to a text of " + name + ", found \"" + path + "\"");
    }
  }

  /** Parses a path, which must exist in the type. */
  JsonPath existingPath(String path) {
    Paths.find(root, name, path);
    return JsonPath.parse(path);
  }

  private ReadResult<T> decodeExactly(String text, Decoding.Manner manner) {
    try (JsonParser parser = JsonIo.parser(text)) {
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
        Stream.concat(failures.stream(), others.stream()).limit(Findings.MAX_VIOLATIONS).toList();
    return new ReadResult<>(null, new PathOrder(root).sorted(all), List.of(), text);
  }

  /** Returns the violated constraints of the parts of a text that can be decoded. */
  private List<Violation> unfulfilled(String text, Decoding.Manner manner) {
    try (JsonParser parser = JsonIo.parser(text)) {
      var in = new Decoding(parser, text, manner, unionKeys);
      Findings checked = in.checking();
      in.nextToken();
      root.decode(in);
      return checked.found();
    }
  }

  // The type tree builds no other values.
  @SuppressWarnings("unchecked")
  @Nullable T cast(@Nullable Object value) {
    return (T) value;
  }

  @Override
  public List<Violation> validate(T value) {
    var findings = new Findings();
    root.validate(value, findings);
    List<Violation> violations = findings.violations();
    return violations.isEmpty() && given != null && value instanceof JsonNode json
        ? given.violations(json)
        : violations;
  }

  /**
   * Validates a decoded value like {@link #validate(Object)}, with paths in the JSON that it was
   * decoded from: a set drops duplicate items, and a constructor may reorder its arguments.
   *
   * @throws NullPointerException if there is no value
   */
  public List<Violation> validate(ReadResult<T> read) {
    List<Violation> found = validate(Objects.requireNonNull(read.value(), "value"));
    return found.isEmpty() || given != null ? found : withPathsIn(read.json(), found);
  }

  private List<Violation> withPathsIn(String json, List<Violation> found) {
    List<Violation> placed = new PathOrder(root).sorted(unfulfilled(json, Decoding.Manner.LENIENT));
    // A constructor may have changed the values of the text.
    return withoutPaths(placed).equals(withoutPaths(found)) ? placed : found;
  }

  private static List<String> withoutPaths(List<Violation> violations) {
    return violations.stream().map(each -> each.expected() + "\n" + each.found()).sorted().toList();
  }

  /**
   * Starts the bean validator in the background if the type has constraints that need it: custom
   * constraints, and the less usual ones. Its start takes about 250 ms, which would otherwise delay
   * the first {@link #validate}.
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
