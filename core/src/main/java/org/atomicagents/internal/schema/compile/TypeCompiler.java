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
import org.atomicagents.schema.StreamWhenDone;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JsonNode;

/** Turns Java types into a type tree; used once, by one thread. */
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

  /** The type, in an object of its own if it isn't one. */
  public RecordNode compileRoot(ResolvedType type) {
    if (type.hasAnnotation(Nullable.class)) {
      throw ConfigurationException.of(
          type + ": expected a type of values, found @Nullable. Use Optional<...> instead.");
    }
    TypeNode node = compile(type, type.toString());
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

  private TypeNode compile(ResolvedType type, String where) {
    Class<?> raw = type.raw();
    if (type.nestingDepth() > MAX_DEPTH || type.typeCount() > MAX_TYPES) {
      throw ConfigurationException.of(
          "%s: expected at most %d type arguments within one another and %d in all, found more of %s. Does a record hold itself with ever longer arguments?"
              .formatted(where, MAX_DEPTH, MAX_TYPES, raw.getSimpleName()));
    }
    ScalarNode scalar = ScalarTypes.of(raw);
    if (scalar != null) {
      return scalar;
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
    TypeNode container = compileContainer(type, where);
    if (container != null) {
      return container;
    }
    throw ConfigurationException.of(
        where
            + ": expected a type that JSON Schema can express, found "
            + type
            + ". Use a text, a number, a boolean, a date or time, a URI, a UUID, an enum, a record,"
            + " a sealed interface of records, a JsonNode, or a List, Set, Map, array or Optional"
            + " of these.");
  }

  private @Nullable TypeNode compileContainer(ResolvedType type, String where) {
    Class<?> raw = type.raw();
    if (JsonNode.class == raw) {
      return new AnyNode();
    }
    if (LISTS.contains(raw)) {
      return compileList(ListNode.Kind.LIST, type, where);
    }
    if (raw == Set.class) {
      return compileList(ListNode.Kind.SET, type, where);
    }
    if (raw.isArray()) {
      return compileList(ListNode.Kind.ARRAY, type, where);
    }
    if (raw == Map.class) {
      return new MapNode(
          compileKey(type.arguments().get(0), where), compileArgument(type, 1, where + "{}"));
    }
    if (raw == Optional.class) {
      return new OptionalNode(raw, compileArgument(type, 0, where));
    }
    Class<?> primitive = PRIMITIVE_OPTIONALS.get(raw);
    return primitive == null
        ? null
        : new OptionalNode(raw, TypeUse.of(compile(ResolvedType.of(primitive), where)));
  }

  private ListNode compileList(ListNode.Kind kind, ResolvedType type, String where) {
    return new ListNode(
        kind, compileArgument(type, 0, where + "[]"), type.arguments().get(0).raw());
  }

  private MapKey compileKey(ResolvedType type, String where) {
    if (!PropertyConstraints.constraintsIn(type.annotations()).isEmpty()) {
      throw ConfigurationException.of(
          where
              + ": expected keys of a map without constraints, found some on "
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
        where
            + ": expected a map with texts, enum constants or integers as keys, found "
            + type
            + ". Use one of these.");
  }

  private TypeUse compileArgument(ResolvedType type, int index, String where) {
    ResolvedType argument = type.arguments().get(index);
    return createSlot(argument, List.of(), where, compile(argument, where));
  }

  private RecordNode compileRecord(ResolvedType type) {
    RecordNode known = records.get(type);
    if (known != null) {
      return known;
    }
    Class<?> raw = type.raw();
    UnsupportedJacksonAnnotations.requireKnown(raw);
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

  /** Whether only the validator knows a constraint at this place, or at an element of it. */
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
    String where = owner.getSimpleName() + "." + component.getName();
    var json = field.getAnnotation(JsonProperty.class);
    String name = json == null || json.value().isEmpty() ? component.getName() : json.value();
    ResolvedType type = ResolvedType.of(component.getAnnotatedType(), variables);
    TypeNode node = compile(type, where);
    TypeUse slot = createSlot(type, List.of(field.getAnnotations()), where, node);
    if (json != null && !json.defaultValue().isEmpty()) {
      slot = DefaultValueReader.withDefault(slot, json.defaultValue(), where);
    }
    return new RecordLayout.RecordProperty(
        component.getName(),
        new SerializedString(name),
        DecodeContext.pathSegment(name),
        slot,
        access.accessor(component));
  }

  private static TypeUse createSlot(
      ResolvedType type, List<Annotation> declared, String where, TypeNode node) {
    var all = new LinkedHashSet<>(declared);
    all.addAll(type.annotations());
    boolean nullable = type.hasAnnotation(Nullable.class);
    String description = TypeNames.descriptionIn(all);
    if (node instanceof OptionalNode optional && PRIMITIVE_OPTIONALS.containsKey(type.raw())) {
      // A primitive has no place of its own for them.
      TypeNode content = optional.content().type();
      TypeUse inner = new TypeUse(content, false, null, constraintsOf(all, content, where), "");
      return new TypeUse(
          optional.withContent(inner), nullable, null, PropertyConstraints.NONE, description);
    }
    return new TypeUse(node, nullable, null, constraintsOf(all, node, where), description);
  }

  private static PropertyConstraints constraintsOf(
      Collection<Annotation> annotations, TypeNode node, String where) {
    try {
      return ConstraintCheckCompiler.constraints(annotations, node);
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of(where + ": " + e.getMessage());
    }
  }

  private UnionNode compileUnion(ResolvedType type) {
    UnionNode known = unions.get(type);
    if (known != null) {
      return known;
    }
    UnsupportedJacksonAnnotations.requireKnown(type.raw());
    var plan = UnionCompiler.plan(type);
    var node =
        new UnionNode(
            TypeNames.of(type),
            TypeNames.requireDescription(type.raw(), "sealed type"),
            plan.discriminator());
    unions.put(type, node);
    for (UnionCompiler.UnionMember branch : plan.branches()) {
      RecordNode record = compileRecord(branch.type());
      UnionCompiler.requireConsistentTag(type, plan, record);
      if (type.raw().isAnnotationPresent(StreamWhenDone.class)) {
        record.markStreamWhenDone();
      }
      node.add(
          new UnionMemberNode(plan.discriminator(), plan.isTagInRecord(), branch.tag(), record));
    }
    return node;
  }
}
