package org.atomicagents.internal.schema.compile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedCollection;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.constraint.PropertyConstraints;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapKey;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.ScalarTypes;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.message.Media;
import org.atomicagents.schema.StreamWhenDone;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JsonNode;

/**
 * Compiles a Java type to a type tree.
 *
 * <p>Not thread-safe, and used for one root type only.
 */
public final class TypeCompiler {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_TYPES = 1_000;
  private static final Set<Class<?>> LISTS =
      Set.of(List.class, Collection.class, Iterable.class, SequencedCollection.class);
  private static final Map<Class<?>, Class<?>> PRIMITIVE_OPTIONALS =
      Map.of(
          OptionalInt.class, int.class,
          OptionalLong.class, long.class,
          OptionalDouble.class, double.class);

  private final Map<ResolvedType, RecordNode> records = new HashMap<>();
  private final Map<ResolvedType, UnionNode> unions = new HashMap<>();
  private final Map<Class<?>, EnumNode> enums = new HashMap<>();
  private final Map<Class<?>, RecordNode> media = new HashMap<>();
  private @Nullable UnionNode anyMedia;
  // A member of a union can be incomplete until the root is compiled, since it may contain the
  // union.
  private final List<Runnable> tagChecks = new ArrayList<>();

  /** Returns the compiled type; it is wrapped in an object if it is not a record. */
  public RecordNode compileRoot(ResolvedType type) {
    if (type.hasAnnotation(Nullable.class)) {
      throw ConfigurationException.of(
          type + ": expected a non-null type, found @Nullable. Use Optional<...> instead.");
    }
    TypeNode node = compile(type, type.toString());
    tagChecks.forEach(Runnable::run);
    RecursionCheck.requireConstructible(records.values());
    return node instanceof RecordNode record
        ? record
        : RootWrapper.of(
            createSlot(
                type,
                List.of(),
                type.toString(),
                node instanceof OptionalNode optional ? optional.withRequiredKey() : node));
  }

  private TypeNode compile(ResolvedType type, String location) {
    Class<?> raw = type.raw();
    if (type.nestingDepth() > MAX_DEPTH || type.typeCount() > MAX_TYPES) {
      throw ConfigurationException.of(
          "%s: expected at most %d levels of type arguments and %d type arguments in total, found more in %s. Check for a record that contains itself with growing type arguments."
              .formatted(location, MAX_DEPTH, MAX_TYPES, raw.getSimpleName()));
    }
    ScalarNode scalar = ScalarTypes.of(raw);
    if (scalar != null) {
      return scalar;
    }
    if (Media.class.isAssignableFrom(raw)) {
      return compileMedia(raw);
    }
    if (raw.isRecord()) {
      return compileRecord(type.withoutAnnotations());
    }
    if (raw.isEnum()) {
      return enums.computeIfAbsent(raw, EnumCompiler::node);
    }
    if (raw.isSealed() && (raw.isInterface() || UnionCompiler.isAbstract(raw))) {
      return compileUnion(type.withoutAnnotations());
    }
    TypeNode container = compileContainer(type, location);
    if (container != null) {
      return container;
    }
    throw ConfigurationException.of(
        location
            + ": expected a type that JSON Schema can express, found "
            + type
            + ". Use a string, a number, a boolean, a date or time, a URI, a UUID, an enum, a"
            + " record, a sealed interface of records, a JsonNode, or a List, Set, Map, array or"
            + " Optional of these.");
  }

  private TypeNode compileMedia(Class<?> type) {
    if (type != Media.class) {
      return media.computeIfAbsent(type, MediaNodes::of);
    }
    UnionNode union = anyMedia;
    if (union == null) {
      union = MediaNodes.union(kind -> media.computeIfAbsent(kind, MediaNodes::of));
      anyMedia = union;
    }
    return union;
  }

  private @Nullable TypeNode compileContainer(ResolvedType type, String location) {
    Class<?> raw = type.raw();
    if (JsonNode.class == raw) {
      return new AnyNode();
    }
    if (LISTS.contains(raw)) {
      return compileList(ListNode.Kind.LIST, type, location);
    }
    if (raw == Set.class) {
      return compileList(ListNode.Kind.SET, type, location);
    }
    if (raw.isArray()) {
      return compileList(ListNode.Kind.ARRAY, type, location);
    }
    if (raw == Map.class) {
      return new MapNode(
          compileKey(type.arguments().get(0), location), compileArgument(type, 1, location + "{}"));
    }
    if (raw == Optional.class) {
      return new OptionalNode(raw, compileArgument(type, 0, location));
    }
    Class<?> primitive = PRIMITIVE_OPTIONALS.get(raw);
    return primitive == null
        ? null
        : new OptionalNode(raw, TypeUse.of(compile(ResolvedType.of(primitive), location)));
  }

  private ListNode compileList(ListNode.Kind kind, ResolvedType type, String location) {
    return new ListNode(
        kind, compileArgument(type, 0, location + "[]"), type.arguments().get(0).raw());
  }

  private MapKey compileKey(ResolvedType type, String location) {
    if (!PropertyConstraints.constraintsIn(type.annotations()).isEmpty()) {
      throw ConfigurationException.of(
          location
              + ": expected map keys without constraints, found constraints on "
              + type
              + ". Use an enum as key, or a List of records.");
    }
    Class<?> raw = type.raw();
    if (raw == String.class) {
      return MapKey.TEXT;
    }
    if (raw == Integer.class) {
      return MapKey.INTEGER;
    }
    if (raw == Long.class) {
      return MapKey.LONG;
    }
    if (raw.isEnum()) {
      return MapKey.of(enums.computeIfAbsent(raw, EnumCompiler::node));
    }
    throw ConfigurationException.of(
        location
            + ": expected a map with strings, enum constants or integers as keys, found "
            + type
            + ". Use one of these.");
  }

  private TypeUse compileArgument(ResolvedType type, int index, String location) {
    ResolvedType argument = type.arguments().get(index);
    return createSlot(argument, List.of(), location, compile(argument, location));
  }

  private RecordNode compileRecord(ResolvedType type) {
    RecordNode compiled = records.get(type);
    if (compiled != null) {
      return compiled;
    }
    Class<?> raw = type.raw();
    UnsupportedJacksonAnnotations.requireSupported(raw);
    var access = new RecordReflection(raw);
    var node = new RecordNode(raw, TypeNames.of(type), TypeNames.requireDescription(raw, "record"));
    records.put(type, node);
    if (raw.isAnnotationPresent(StreamWhenDone.class)) {
      node.markStreamWhenDone();
    }
    Map<TypeVariable<?>, ResolvedType> variables = type.typeVariables();
    var components = new ArrayList<RecordLayout.RecordProperty>();
    for (RecordComponent component : raw.getRecordComponents()) {
      components.add(compileComponent(raw, component, access, variables));
    }
    TypeNames.requireDistinct(raw, components);
    boolean needsValidator =
        ClassLevelConstraints.hasConstraints(raw)
            || components.stream().anyMatch(component -> needsValidator(component.slot()));
    node.complete(RecordLayout.of(components, access.constructor()), needsValidator);
    return node;
  }

  /** Returns whether this use of a type, or one of its elements, requires the bean validator. */
  private static boolean needsValidator(TypeUse slot) {
    return slot.constraints().needsValidator()
        || switch (slot.type()) {
          case ListNode list -> needsValidator(list.item());
          case OptionalNode optional -> needsValidator(optional.content());
          case MapNode map -> needsValidator(map.value());
          default -> false;
        };
  }

  private RecordLayout.RecordProperty compileComponent(
      Class<?> owner,
      RecordComponent component,
      RecordReflection access,
      Map<TypeVariable<?>, ResolvedType> variables) {
    Field field = RecordReflection.fieldOf(owner, component);
    String location = owner.getSimpleName() + "." + component.getName();
    var json = field.getAnnotation(JsonProperty.class);
    String name = json == null || json.value().isEmpty() ? component.getName() : json.value();
    ResolvedType type = ResolvedType.of(component.getAnnotatedType(), variables);
    TypeNode node = compile(type, location);
    TypeUse slot = createSlot(type, List.of(field.getAnnotations()), location, node);
    if (json != null && !json.defaultValue().isEmpty()) {
      slot = DefaultValueReader.withDefault(slot, json.defaultValue(), location);
    }
    return new RecordLayout.RecordProperty(
        component.getName(),
        new SerializedString(name),
        DecodeContext.pathSegment(name),
        slot,
        access.accessor(component));
  }

  private static TypeUse createSlot(
      ResolvedType type, List<Annotation> declared, String location, TypeNode node) {
    var all = new LinkedHashSet<>(declared);
    all.addAll(type.annotations());
    boolean nullable = type.hasAnnotation(Nullable.class);
    String description = TypeNames.descriptionIn(all);
    if (node instanceof OptionalNode optional && PRIMITIVE_OPTIONALS.containsKey(type.raw())) {
      // A primitive Optional has no type argument that could be annotated.
      TypeNode content = optional.content().type();
      TypeUse inner = new TypeUse(content, false, null, constraintsOf(all, content, location), "");
      return new TypeUse(
          optional.withContent(inner), nullable, null, PropertyConstraints.NONE, description);
    }
    return new TypeUse(node, nullable, null, constraintsOf(all, node, location), description);
  }

  private static PropertyConstraints constraintsOf(
      Collection<Annotation> annotations, TypeNode node, String location) {
    try {
      return ConstraintCheckCompiler.constraints(annotations, node);
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of(location + ": " + e.getMessage());
    }
  }

  private UnionNode compileUnion(ResolvedType type) {
    UnionNode compiled = unions.get(type);
    if (compiled != null) {
      return compiled;
    }
    UnsupportedJacksonAnnotations.requireSupported(type.raw());
    var plan = UnionCompiler.plan(type);
    var node =
        new UnionNode(
            TypeNames.of(type),
            TypeNames.requireDescription(type.raw(), "sealed type"),
            plan.discriminator());
    unions.put(type, node);
    for (UnionCompiler.UnionMember branch : plan.branches()) {
      RecordNode record = compileRecord(branch.type());
      tagChecks.add(() -> UnionCompiler.requireConsistentTag(type, plan, record));
      if (type.raw().isAnnotationPresent(StreamWhenDone.class)) {
        record.markStreamWhenDone();
      }
      node.add(
          new UnionMemberNode(plan.discriminator(), plan.isTagInRecord(), branch.tag(), record));
    }
    return node;
  }
}
