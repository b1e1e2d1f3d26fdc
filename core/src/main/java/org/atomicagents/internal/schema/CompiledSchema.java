package org.atomicagents.internal.schema;

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
import org.atomicagents.internal.schema.compile.ExternalSchema;
import org.atomicagents.internal.schema.compile.ResolvedType;
import org.atomicagents.internal.schema.compile.TypeCompiler;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.DiscriminatorKeys;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.internal.schema.jsonschema.JsonSchemaWriter;
import org.atomicagents.internal.schema.jsonschema.StrictModeRules;
import org.atomicagents.internal.schema.partial.CompleteNode;
import org.atomicagents.internal.schema.repair.SchemaAlignedReader;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.BeanValidatedTypes;
import org.atomicagents.internal.schema.type.BeanValidationBridge;
import org.atomicagents.internal.schema.type.DiscriminatorSearch;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.PartsObject;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypePaths;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.ViolationOrder;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.SchemaVariant;
import org.atomicagents.schema.Snapshot;
import org.atomicagents.schema.Strictness;
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
  private final DiscriminatorKeys unionKeys;
  private final @Nullable ExternalSchema given;
  private final Lazy<Optional<String>> strict = new Lazy<>(this::writeStrict);

  private CompiledSchema(Type type, RecordNode root) {
    this.type = type;
    this.root = root;
    this.name = root.name();
    this.description = RootWrapper.descriptionOf(root);
    this.compact = new JsonSchemaWriter(root, SchemaVariant.COMPACT).write();
    this.unionKeys = DiscriminatorSearch.findIn(root);
    this.given = null;
  }

  private CompiledSchema(ExternalSchema given) {
    TypeNode node = given.compile();
    this.type = JsonNode.class;
    this.root =
        given.isObject() ? node : RootWrapper.of(given.name(), RootWrapper.VALUE, TypeUse.of(node));
    this.name = given.name();
    this.description = given.description();
    this.compact = given.text();
    this.unionKeys = DiscriminatorSearch.findIn(root);
    this.given = given;
  }

  /** Returns the schema as its only implementation. */
  public static <T> CompiledSchema<T> of(Schema<T> schema) {
    return (CompiledSchema<T>) schema;
  }

  /** Compiles a type. */
  public static <T> CompiledSchema<T> compile(Class<T> type) {
    Objects.requireNonNull(type, "type");
    return new CompiledSchema<>(type, new TypeCompiler().compileRoot(ResolvedType.of(type)));
  }

  /** Compiles a type with arguments, and the annotations of these. */
  public static <T> CompiledSchema<T> compile(Type type, AnnotatedType annotated) {
    ResolvedType resolved = ResolvedType.of(annotated, Map.of());
    return new CompiledSchema<>(type, new TypeCompiler().compileRoot(resolved));
  }

  /** Compiles a list of a type. */
  public static <T> CompiledSchema<List<T>> compileList(Class<T> item) {
    Objects.requireNonNull(item, "item");
    var list = new ResolvedType(List.class, List.of(ResolvedType.of(item)), List.of());
    return new CompiledSchema<>(List.class, new TypeCompiler().compileRoot(list));
  }

  /** Compiles the text of a JSON Schema. */
  public static CompiledSchema<JsonNode> compile(String jsonSchema) {
    Objects.requireNonNull(jsonSchema, "jsonSchema");
    try {
      return new CompiledSchema<>(ExternalSchema.of(jsonSchema));
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
  public String jsonSchema(SchemaVariant form) {
    return form != SchemaVariant.COMPACT && given == null && root instanceof RecordNode record
        ? new JsonSchemaWriter(record, form).write()
        : compact;
  }

  @Override
  public Optional<String> strictJsonSchema() {
    return strict.get();
  }

  private Optional<String> writeStrict() {
    String written = jsonSchema(SchemaVariant.STRICT);
    return StrictModeRules.violations(JsonTree.read(written)).isEmpty()
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
    return new CompiledSchema<>(
        PartsObject.class, PartsObject.createType(root, name, description, paths));
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
        decodeExactly(
            text, isStrict ? DecodeContext.DecodeMode.STRICT : DecodeContext.DecodeMode.LENIENT);
    if (isStrict || (exact.isValid() && exact.repairs().isEmpty())) {
      return exact;
    }
    ReadResult<T> repaired =
        new SchemaAlignedReader<T>(
                root, text, reason, json -> decodeExactly(json, DecodeContext.DecodeMode.REPAIRED))
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
    return new PartialSnapshot<>(this, new CompleteNode(TypeUse.of(root), value), true);
  }

  /**
   * Returns the Java type of the items of a list, as a reference type.
   *
   * @throws IllegalArgumentException if the path doesn't exist in the type, or holds no list
   */
  public Class<?> itemType(String path) {
    TypeNode node = TypePaths.find(root, name, path).unwrappedType();
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
    TypeNode node = TypePaths.find(root, name, path).unwrappedType();
    boolean isString =
        node instanceof AnyNode || (node instanceof ScalarNode scalar && scalar.acceptsAnyText());
    if (!isString) {
      throw new IllegalArgumentException(
          "expected a path that leads to a text of " + name + ", found \"" + path + "\"");
    }
  }

  /** Parses a path, which must exist in the type. */
  JsonPath existingPath(String path) {
    TypePaths.find(root, name, path);
    return JsonPath.parse(path);
  }

  private ReadResult<T> decodeExactly(String text, DecodeContext.DecodeMode manner) {
    try (JsonParser parser = JsonIo.parser(text)) {
      var in = new DecodeContext(parser, text, manner, unionKeys);
      in.nextToken();
      Object value = root.decode(in);
      if (in.hasViolations()) {
        return failed(text, in.violations(), unfulfilled(text, manner));
      }
      in.requireEnd();
      return in.hasViolations()
          ? failed(text, in.violations(), List.of())
          : new ReadResult<>(cast(value), List.of(), in.repairs(), text);
    } catch (JacksonException e) {
      return new ReadResult<>(
          null, List.of(DecodeContext.syntaxViolation(e, text)), List.of(), text);
    }
  }

  private ReadResult<T> failed(String text, List<Violation> failures, List<Violation> others) {
    List<Violation> all =
        Stream.concat(failures.stream(), others.stream())
            .limit(ViolationCollector.MAX_VIOLATIONS)
            .toList();
    return new ReadResult<>(null, new ViolationOrder(root).sort(all), List.of(), text);
  }

  /** Returns the violated constraints of the parts of a text that can be decoded. */
  private List<Violation> unfulfilled(String text, DecodeContext.DecodeMode manner) {
    try (JsonParser parser = JsonIo.parser(text)) {
      var in = new DecodeContext(parser, text, manner, unionKeys);
      ViolationCollector checked = in.enableConstraintChecks();
      in.nextToken();
      root.decode(in);
      return checked.relativeViolations();
    }
  }

  // The type tree builds no other values.
  @SuppressWarnings("unchecked")
  @Nullable T cast(@Nullable Object value) {
    return (T) value;
  }

  @Override
  public List<Violation> validate(T value) {
    var findings = new ViolationCollector();
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
    List<Violation> placed =
        new ViolationOrder(root).sort(unfulfilled(json, DecodeContext.DecodeMode.LENIENT));
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
    Set<Class<?>> types = BeanValidatedTypes.findIn(root);
    if (!types.isEmpty()) {
      Thread.ofVirtual()
          .name("atomic-agents-validator")
          .start(() -> BeanValidationBridge.warmUp(types));
    }
  }

  @Override
  public String toString() {
    return "Schema[" + name() + "]";
  }
}
