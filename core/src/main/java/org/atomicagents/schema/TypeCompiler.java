package org.atomicagents.schema;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JsonNode;

/** Turns Java types into a type tree; used once, by one thread. */
final class TypeCompiler {
  private static final int DEEPEST = 20;
  private static final int LARGEST = 1_000;
  private static final Set<Class<?>> LISTS =
      Set.of(List.class, Collection.class, Iterable.class, SequencedCollection.class);
  private static final Map<Class<?>, Class<?>> PRIMITIVE_OPTIONALS =
      Map.of(
          OptionalInt.class, int.class,
          OptionalLong.class, long.class,
          OptionalDouble.class, double.class);

  private final Map<JavaType, RecordNode> records = new HashMap<>();
  private final Map<JavaType, UnionNode> unions = new HashMap<>();
  private final Map<Class<?>, EnumNode> enums = new HashMap<>();

  /** The type, in an object of its own if it isn't one. */
  RecordNode compileRoot(JavaType type) {
    if (type.has(Nullable.class)) {
      throw ConfigurationException.of(
          type + ": expected a type of values, found @Nullable. Use Optional<...> instead.");
    }
    TypeNode node = node(type, type.toString());
    Inhabited.require(records.values());
    return node instanceof RecordNode record
        ? record
        : Wrapping.of(
            slot(
                type,
                List.of(),
                type.toString(),
                node instanceof OptionalNode optional ? optional.withKey() : node));
  }

  private TypeNode node(JavaType type, String where) {
    Class<?> raw = type.raw();
    if (type.depth() > DEEPEST || type.size() > LARGEST) {
      throw ConfigurationException.of(
          "%s: expected at most %d type arguments within one another and %d in all, found more of %s. Does a record hold itself with ever longer arguments?"
              .formatted(where, DEEPEST, LARGEST, raw.getSimpleName()));
    }
    ScalarNode scalar = Scalars.of(raw);
    if (scalar != null) {
      return scalar;
    }
    if (raw.isRecord()) {
      return record(type.bare());
    }
    if (raw.isEnum()) {
      return enums.computeIfAbsent(raw, Enums::node);
    }
    if (raw.isSealed() && (raw.isInterface() || Unions.isAbstract(raw))) {
      return union(type.bare());
    }
    TypeNode container = container(type, where);
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

  private @Nullable TypeNode container(JavaType type, String where) {
    Class<?> raw = type.raw();
    if (JsonNode.class == raw) {
      return new AnyNode();
    }
    if (LISTS.contains(raw)) {
      return list(ListNode.Kind.LIST, type, where);
    }
    if (raw == Set.class) {
      return list(ListNode.Kind.SET, type, where);
    }
    if (raw.isArray()) {
      return list(ListNode.Kind.ARRAY, type, where);
    }
    if (raw == Map.class) {
      return new MapNode(key(type.arguments().get(0), where), argument(type, 1, where + "{}"));
    }
    if (raw == Optional.class) {
      return new OptionalNode(raw, argument(type, 0, where));
    }
    Class<?> primitive = PRIMITIVE_OPTIONALS.get(raw);
    return primitive == null
        ? null
        : new OptionalNode(raw, Slot.of(node(JavaType.of(primitive), where)));
  }

  private ListNode list(ListNode.Kind kind, JavaType type, String where) {
    return new ListNode(kind, argument(type, 0, where + "[]"), type.arguments().get(0).raw());
  }

  private MapKey key(JavaType type, String where) {
    if (!Constraints.among(type.annotations()).isEmpty()) {
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
      return MapKey.of(enums.computeIfAbsent(raw, Enums::node));
    }
    throw ConfigurationException.of(
        where
            + ": expected a map with texts, enum constants or integers as keys, found "
            + type
            + ". Use one of these.");
  }

  private Slot argument(JavaType type, int index, String where) {
    JavaType argument = type.arguments().get(index);
    return slot(argument, List.of(), where, node(argument, where));
  }

  private RecordNode record(JavaType type) {
    RecordNode known = records.get(type);
    if (known != null) {
      return known;
    }
    Class<?> raw = type.raw();
    JacksonAnnotations.requireKnown(raw);
    var access = new RecordAccess(raw);
    var node = new RecordNode(raw, Names.of(type), Names.requireDescription(raw, "record"));
    records.put(type, node);
    if (raw.isAnnotationPresent(StreamWhenDone.class)) {
      node.showWhenDone();
    }
    Map<TypeVariable<?>, JavaType> variables = type.variables();
    var components = new ArrayList<RecordBody.Component>();
    for (RecordComponent component : raw.getRecordComponents()) {
      components.add(component(raw, component, access, variables));
    }
    Names.requireUnlike(raw, components);
    boolean needsValidator =
        BeanConstraints.areOn(raw)
            || components.stream().anyMatch(component -> needsValidator(component.slot()));
    node.complete(RecordBody.of(components, access.constructor()), needsValidator);
    return node;
  }

  /** Whether only the validator knows a constraint at this place, or at an element of it. */
  private static boolean needsValidator(Slot slot) {
    return slot.constraints().needValidator()
        || switch (slot.type()) {
          case ListNode list -> needsValidator(list.item());
          case OptionalNode optional -> needsValidator(optional.content());
          case MapNode map -> needsValidator(map.value());
          default -> false;
        };
  }

  private RecordBody.Component component(
      Class<?> owner,
      RecordComponent component,
      RecordAccess access,
      Map<TypeVariable<?>, JavaType> variables) {
    Field field = RecordAccess.fieldOf(owner, component);
    String where = owner.getSimpleName() + "." + component.getName();
    var json = field.getAnnotation(JsonProperty.class);
    String name = json == null || json.value().isEmpty() ? component.getName() : json.value();
    JavaType type = JavaType.of(component.getAnnotatedType(), variables);
    TypeNode node = node(type, where);
    Slot slot = slot(type, List.of(field.getAnnotations()), where, node);
    if (json != null && !json.defaultValue().isEmpty()) {
      slot = Defaults.in(slot, json.defaultValue(), where);
    }
    return new RecordBody.Component(
        component.getName(),
        new SerializedString(name),
        Decoding.segment(name),
        slot,
        access.accessor(component));
  }

  private static Slot slot(JavaType type, List<Annotation> declared, String where, TypeNode node) {
    var all = new LinkedHashSet<>(declared);
    all.addAll(type.annotations());
    boolean nullable = type.has(Nullable.class);
    String description = Names.descriptionIn(all);
    if (node instanceof OptionalNode optional && PRIMITIVE_OPTIONALS.containsKey(type.raw())) {
      // A primitive has no place of its own for them.
      TypeNode content = optional.content().type();
      Slot inner = new Slot(content, false, null, constraints(all, content, where), "");
      return new Slot(optional.holding(inner), nullable, null, Constraints.NONE, description);
    }
    return new Slot(node, nullable, null, constraints(all, node, where), description);
  }

  private static Constraints constraints(
      Collection<Annotation> annotations, TypeNode node, String where) {
    try {
      return Checks.constraints(annotations, node);
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of(where + ": " + e.getMessage());
    }
  }

  private UnionNode union(JavaType type) {
    UnionNode known = unions.get(type);
    if (known != null) {
      return known;
    }
    JacksonAnnotations.requireKnown(type.raw());
    var plan = Unions.plan(type);
    var node =
        new UnionNode(
            Names.of(type),
            Names.requireDescription(type.raw(), "sealed type"),
            plan.discriminator());
    unions.put(type, node);
    for (Unions.Branch branch : plan.branches()) {
      RecordNode record = record(branch.type());
      Unions.requireFit(type, plan, record);
      if (type.raw().isAnnotationPresent(StreamWhenDone.class)) {
        record.showWhenDone();
      }
      node.add(new BranchNode(plan.discriminator(), plan.inRecord(), branch.tag(), record));
    }
    return node;
  }
}
