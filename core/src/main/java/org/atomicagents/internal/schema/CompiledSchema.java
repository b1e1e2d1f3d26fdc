package org.atomicagents.internal.schema;

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
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.json.ShortTextWriter;
import org.atomicagents.internal.schema.compile.ExternalSchema;
import org.atomicagents.internal.schema.compile.ResolvedType;
import org.atomicagents.internal.schema.compile.TypeCompiler;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.DiscriminatorKeys;
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.internal.schema.media.MediaEncoder;
import org.atomicagents.internal.schema.media.MediaTypes;
import org.atomicagents.internal.schema.partial.CompleteNode;
import org.atomicagents.internal.schema.repair.SchemaAlignedReader;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.BeanValidatedTypes;
import org.atomicagents.internal.schema.type.BeanValidationBridge;
import org.atomicagents.internal.schema.type.DiscriminatorSearch;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.PartsObject;
import org.atomicagents.internal.schema.type.PlainTypeSearch;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypePaths;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.ViolationOrder;
import org.atomicagents.message.Content;
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
 * The implementation of {@link Schema}, with additional operations for the run engine.
 *
 * <p>Immutable and thread-safe.
 */
public final class CompiledSchema<T> implements Schema<T> {
  private final TypeNode root;
  private final Type type;
  private final String name;
  private final String description;
  private final SchemaTexts texts;
  private final boolean isPlain;
  private final DiscriminatorKeys unionKeys;
  private final MediaTypes mediaTypes;
  private final @Nullable ExternalSchema externalSchema;

  private CompiledSchema(Type type, RecordNode root) {
    this.type = type;
    this.root = root;
    this.name = root.name();
    this.description = RootWrapper.descriptionOf(root);
    this.texts = SchemaTexts.of(root);
    this.isPlain = PlainTypeSearch.isPlain(root);
    this.unionKeys = DiscriminatorSearch.findIn(root);
    this.mediaTypes = MediaTypes.findIn(root);
    this.externalSchema = null;
  }

  private CompiledSchema(ExternalSchema externalSchema) {
    TypeNode node = externalSchema.compile();
    this.type = JsonNode.class;
    this.root =
        externalSchema.isObject()
            ? node
            : RootWrapper.of(externalSchema.name(), RootWrapper.VALUE, TypeUse.of(node));
    this.name = externalSchema.name();
    this.description = externalSchema.description();
    this.texts = SchemaTexts.of(externalSchema);
    this.isPlain = PlainTypeSearch.isPlain(root);
    this.unionKeys = DiscriminatorSearch.findIn(root);
    this.mediaTypes = MediaTypes.findIn(root);
    this.externalSchema = externalSchema;
  }

  /** Returns the schema as its only implementation. */
  public static <T> CompiledSchema<T> of(Schema<T> schema) {
    return (CompiledSchema<T>) schema;
  }

  /** Returns the compiled schema of a type. */
  public static <T> CompiledSchema<T> compile(Class<T> type) {
    Objects.requireNonNull(type, "type");
    return new CompiledSchema<>(type, new TypeCompiler().compileRoot(ResolvedType.of(type)));
  }

  /** Returns the compiled schema of a type with type arguments and their annotations. */
  public static <T> CompiledSchema<T> compile(Type type, AnnotatedType annotated) {
    ResolvedType resolved = ResolvedType.of(annotated, Map.of());
    return new CompiledSchema<>(type, new TypeCompiler().compileRoot(resolved));
  }

  /** Returns the compiled schema of a list of a type. */
  public static <T> CompiledSchema<List<T>> compileList(Class<T> item) {
    Objects.requireNonNull(item, "item");
    var list = new ResolvedType(List.class, List.of(ResolvedType.of(item)), List.of());
    return new CompiledSchema<>(List.class, new TypeCompiler().compileRoot(list));
  }

  /** Returns the compiled schema of a generic record with one type argument. */
  public static <T> CompiledSchema<T> compileGeneric(Class<?> type, Class<?> argument) {
    var generic = new ResolvedType(type, List.of(ResolvedType.of(argument)), List.of());
    return new CompiledSchema<>(type, new TypeCompiler().compileRoot(generic));
  }

  /**
   * Returns the schema of a type tree that was not compiled from a type.
   *
   * @param type the class of the values
   */
  public static <T> CompiledSchema<T> ofTree(Class<T> type, RecordNode root) {
    return new CompiledSchema<>(type, root);
  }

  /** Returns the compiled schema of a JSON Schema text. */
  public static CompiledSchema<JsonNode> compile(String jsonSchema) {
    Objects.requireNonNull(jsonSchema, "jsonSchema");
    try {
      return new CompiledSchema<>(ExternalSchema.of(jsonSchema));
    } catch (NoClassDefFoundError e) {
      throw ConfigurationException.of(
          "A JSON Schema given as text requires a validator library: add"
              + " com.networknt:json-schema-validator (3.x) to the dependencies.");
    }
  }

  /** Returns the type tree. */
  public TypeNode root() {
    return root;
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
    return texts.compact();
  }

  @Override
  public String jsonSchema(SchemaVariant variant) {
    return texts.variant(variant);
  }

  /**
   * Returns the compact JSON Schema with bounds for all integers, texts and lists, for a provider
   * that enforces the schema of a small model.
   *
   * @param maxLength the maximum length of texts without a maximum; 0 for none
   * @param maxItems the maximum number of items of lists without a maximum; 0 for none
   */
  public String boundedJsonSchema(int maxLength, int maxItems) {
    return texts.bounded(maxLength, maxItems);
  }

  @Override
  public Optional<String> strictJsonSchema() {
    return texts.strict();
  }

  @Override
  public Optional<String> typeDefinition() {
    return texts.definition();
  }

  /** Returns the schema as a compact type definition; empty if it cannot be written as one. */
  public Optional<String> compactDefinition() {
    return texts.compactDefinition();
  }

  @Override
  public Optional<String> wrapperKey() {
    return root instanceof RecordNode wrapper && RootWrapper.isWrapper(wrapper)
        ? Optional.of(wrapper.components().getFirst().jsonName())
        : Optional.empty();
  }

  @Override
  public String encode(T value) {
    Objects.requireNonNull(value, "value");
    var text = new ShortTextWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      root.encode(value, out);
    }
    return text.toString();
  }

  @Override
  public List<Content> parts(T value) {
    return parts(value, false);
  }

  /**
   * Returns a value as the parts of a message.
   *
   * @param labels whether a text with the path precedes each medium
   * @see Schema#parts(Object)
   */
  public List<Content> parts(T value, boolean labels) {
    return mediaTypes.isEmpty()
        ? List.of(new Content.Text(encode(value)))
        : MediaEncoder.encode(root, mediaTypes, Objects.requireNonNull(value, "value"), labels);
  }

  /**
   * Checks that the type contains no media, which a model cannot write.
   *
   * @throws ConfigurationException if it does
   */
  public void requireNoMedia() {
    mediaTypes.requireNone(name());
  }

  /**
   * Returns the schema of an object that contains only the parts at the given paths, as {@code
   * value_1}, {@code value_2}, ... in the order of the paths. It is used to re-ask for these parts.
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
   * Returns the decoded value of a text, whose constraints are not checked.
   *
   * <p>Returns all errors of a text, at most 100. If there are type errors, the parts that can be
   * decoded are validated too.
   *
   * @param reason the reason why the text ends; {@link FinishReason#STOP} if it is complete
   */
  public ReadResult<T> decode(String text, Strictness strictness, FinishReason reason) {
    return decode(text, strictness, reason, ReadingBudget.unlimited());
  }

  /**
   * Returns the decoded value of a text, whose constraints are not checked.
   *
   * @param budget counts the steps of the decoding; its checkpoint can end it
   * @see #decode(String, Strictness, FinishReason)
   */
  public ReadResult<T> decode(
      String text, Strictness strictness, FinishReason reason, ReadingBudget budget) {
    boolean isStrict = strictness == Strictness.STRICT;
    ReadResult<T> exact =
        decodeExactly(
            text,
            isStrict ? DecodeContext.DecodeMode.STRICT : DecodeContext.DecodeMode.LENIENT,
            budget);
    if (isStrict || (exact.isValid() && exact.repairs().isEmpty())) {
      return exact;
    }
    ReadResult<T> repaired =
        new SchemaAlignedReader<T>(
                root,
                text,
                reason,
                budget,
                json -> decodeExactly(json, DecodeContext.DecodeMode.REPAIRED, budget))
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

  /** Returns a snapshot of a complete value; its patches replace the entire value. */
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
              "expected a path to a list in " + name + ", found \"" + path + "\"");
    };
  }

  /**
   * Checks that a path holds a string, whose value is received in chunks.
   *
   * @throws IllegalArgumentException if the path doesn't exist in the type, or holds something else
   */
  public void requireStringPath(String path) {
    TypeNode node = TypePaths.find(root, name, path).unwrappedType();
    boolean isString =
        node instanceof AnyNode || (node instanceof ScalarNode scalar && scalar.acceptsAnyText());
    if (!isString) {
      throw new IllegalArgumentException(
          "expected a path to a string in " + name + ", found \"" + path + "\"");
    }
  }

  /** Parses a path, which must exist in the type. */
  JsonPath existingPath(String path) {
    TypePaths.find(root, name, path);
    return JsonPath.parse(path);
  }

  private ReadResult<T> decodeExactly(
      String text, DecodeContext.DecodeMode mode, ReadingBudget budget) {
    Object plain = decodePlain(text, budget);
    if (plain != null) {
      return new ReadResult<>(cast(plain), List.of(), List.of(), text);
    }
    try (JsonParser parser = JsonIo.parser(text)) {
      var in = new DecodeContext(parser, text, mode, unionKeys, budget);
      in.nextToken();
      Object value = root.decode(in);
      if (in.hasViolations()) {
        return failed(text, in.violations(), constraintViolations(text, mode, budget));
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

  /** Returns the value of a text of the plain form without deviations; null for all others. */
  @Nullable Object decodePlain(String text, ReadingBudget budget) {
    if (!isPlain || text.length() > PlainJsonReader.MAX_LENGTH) {
      return null;
    }
    budget.addSteps(text.length());
    var in = new PlainJsonReader(text);
    Object value = root.decodePlain(in);
    return in.hasFailed() || !in.isAtEnd() ? null : value;
  }

  private ReadResult<T> failed(
      String text, List<Violation> typeViolations, List<Violation> constraintViolations) {
    List<Violation> all =
        Stream.concat(typeViolations.stream(), constraintViolations.stream())
            .limit(ViolationCollector.MAX_VIOLATIONS)
            .toList();
    return new ReadResult<>(null, new ViolationOrder(root).sort(all), List.of(), text);
  }

  /** Returns the violated constraints of the parts of a text that can be decoded. */
  private List<Violation> constraintViolations(
      String text, DecodeContext.DecodeMode mode, ReadingBudget budget) {
    try (JsonParser parser = JsonIo.parser(text)) {
      var in = new DecodeContext(parser, text, mode, unionKeys, budget);
      ViolationCollector checked = in.enableConstraintChecks();
      in.nextToken();
      root.decode(in);
      return checked.relativeViolations();
    }
  }

  /** Returns a value that the type tree has built. */
  // Safe: the type tree of a Schema<T> builds instances of T only.
  @SuppressWarnings("unchecked")
  public @Nullable T cast(@Nullable Object value) {
    return (T) value;
  }

  @Override
  public List<Violation> validate(T value) {
    return validate(value, new ViolationCollector());
  }

  private List<Violation> validate(T value, ViolationCollector findings) {
    root.validate(value, findings);
    List<Violation> violations = findings.violations();
    return violations.isEmpty() && externalSchema != null && value instanceof JsonNode json
        ? externalSchema.violations(json)
        : violations;
  }

  /**
   * Returns the violations of a decoded value, with paths in the JSON that it was decoded from.
   * They may differ from the paths of {@link #validate(Object)}: a set drops duplicate items, and a
   * constructor may reorder its arguments.
   *
   * @throws NullPointerException if there is no value
   */
  public List<Violation> validate(ReadResult<T> read) {
    return validate(read, ReadingBudget.unlimited());
  }

  /**
   * Returns the violations of a decoded value.
   *
   * @param budget counts the steps of costly checks; its checkpoint can end them
   * @see #validate(ReadResult)
   */
  public List<Violation> validate(ReadResult<T> read, ReadingBudget budget) {
    List<Violation> found =
        validate(Objects.requireNonNull(read.value(), "value"), new ViolationCollector(budget));
    return found.isEmpty() || externalSchema != null
        ? found
        : withPathsIn(read.json(), found, budget);
  }

  private List<Violation> withPathsIn(String json, List<Violation> found, ReadingBudget budget) {
    List<Violation> placed =
        new ViolationOrder(root)
            .sort(constraintViolations(json, DecodeContext.DecodeMode.LENIENT, budget));
    // A constructor may have changed the values of the text.
    return withoutPaths(placed).equals(withoutPaths(found)) ? placed : found;
  }

  private static List<String> withoutPaths(List<Violation> violations) {
    return violations.stream()
        .map(violation -> violation.expected() + "\n" + violation.found())
        .sorted()
        .toList();
  }

  /**
   * Starts the bean validator in the background if the type has constraints that require it: custom
   * constraints, and standard constraints without a built-in check. The start takes about 250 ms,
   * which would otherwise delay the first {@link #validate}.
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
