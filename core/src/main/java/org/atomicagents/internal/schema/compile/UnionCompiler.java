package org.atomicagents.internal.schema.compile;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.type.RecordNode;
import org.jspecify.annotations.Nullable;

/**
 * Plans how the records of a sealed type are distinguished: by a key {@code type} with the record's
 * name, unless Jackson annotations specify another way.
 */
final class UnionCompiler {
  private static final String DISCRIMINATOR = "type";

  private UnionCompiler() {}

  /**
   * The discriminator and the records of one sealed type.
   *
   * @param discriminator the key of the tag; null if the keys of an object select the record
   * @param isTagInRecord whether the discriminator is a component of the records
   */
  record DiscriminatorPlan(
      @Nullable String discriminator, boolean isTagInRecord, List<UnionMember> branches) {}

  /** A record and its tag in the union. */
  record UnionMember(ResolvedType type, String tag) {}

  static boolean isAbstract(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers());
  }

  static DiscriminatorPlan plan(ResolvedType type) {
    Class<?> raw = type.raw();
    var info = raw.getAnnotation(JsonTypeInfo.class);
    List<UnionMember> branches = branches(type).stream().distinct().toList();
    if (branches.isEmpty()) {
      throw invalidUnion(
          raw, "a record that implements " + type, "none", "Correct the type arguments");
    }
    var tags = new HashSet<String>();
    for (UnionMember branch : branches) {
      if (!tags.add(branch.tag())) {
        throw invalidUnion(
            raw,
            "unique record names",
            "\"" + branch.tag() + "\" twice",
            "Rename a record with @JsonTypeName");
      }
    }
    if (info == null) {
      return new DiscriminatorPlan(DISCRIMINATOR, false, branches);
    }
    return switch (info.use()) {
      case DEDUCTION -> new DiscriminatorPlan(null, false, branches);
      case NAME, SIMPLE_NAME ->
          new DiscriminatorPlan(discriminatorOf(info), isTagInRecord(raw, info), branches);
      default ->
          throw invalidUnion(
              raw,
              "record names as tags",
              "@JsonTypeInfo(use = " + info.use() + ")",
              "Use NAME, SIMPLE_NAME or DEDUCTION");
    };
  }

  private static String discriminatorOf(JsonTypeInfo info) {
    return info.property().isEmpty() ? info.use().getDefaultPropertyName() : info.property();
  }

  private static boolean isTagInRecord(Class<?> raw, JsonTypeInfo info) {
    return switch (info.include()) {
      case PROPERTY -> false;
      case EXISTING_PROPERTY -> true;
      default ->
          throw invalidUnion(
              raw,
              "the tag as a key of the object",
              "@JsonTypeInfo(include = " + info.include() + ")",
              "Use PROPERTY or EXISTING_PROPERTY");
    };
  }

  /** Checks that the object has the discriminator exactly once. */
  static void requireConsistentTag(ResolvedType union, DiscriminatorPlan plan, RecordNode record) {
    String key = plan.discriminator();
    if (key == null || (record.component(key) != null) == plan.isTagInRecord()) {
      return;
    }
    throw plan.isTagInRecord()
        ? invalidUnion(
            union.raw(),
            "a component \"" + key + "\" in " + record.name(),
            "none",
            "Add it, or remove include = EXISTING_PROPERTY")
        : invalidUnion(
            union.raw(),
            "\"" + key + "\" as discriminator",
            "a component of that name in " + record.name(),
            "Choose another key with @JsonTypeInfo(use = NAME, property = \"...\")");
  }

  private static List<UnionMember> branches(ResolvedType sealed) {
    var branches = new ArrayList<UnionMember>();
    for (Class<?> permitted : sealed.raw().getPermittedSubclasses()) {
      ResolvedType type = resolveSubtype(sealed, permitted);
      if (type == null) {
        continue;
      }
      if (permitted.isRecord()) {
        branches.add(new UnionMember(type, tag(sealed.raw(), permitted)));
      } else if (permitted.isSealed()) {
        branches(type).stream()
            .map(branch -> new UnionMember(branch.type(), tag(sealed.raw(), branch)))
            .forEach(branches::add);
      } else {
        throw invalidUnion(
            sealed.raw(), "records only", permitted.getName(), "Make it a record or sealed");
      }
    }
    return branches;
  }

  private static String tag(Class<?> sealed, UnionMember nested) {
    String explicit = explicitName(sealed, nested.type().raw());
    return explicit == null ? nested.tag() : explicit;
  }

  private static String tag(Class<?> sealed, Class<?> record) {
    String explicit = explicitName(sealed, record);
    return explicit == null ? TypeNames.of(record) : explicit;
  }

  private static @Nullable String explicitName(Class<?> sealed, Class<?> record) {
    var subTypes = sealed.getAnnotation(JsonSubTypes.class);
    return subTypes == null
        ? null
        : Arrays.stream(subTypes.value())
            .filter(subType -> subType.value() == record && !subType.name().isEmpty())
            .map(JsonSubTypes.Type::name)
            .findFirst()
            .orElse(null);
  }

  /**
   * Returns a permitted subtype whose type arguments follow from those of the sealed type; null if
   * it implements the sealed type with other type arguments.
   */
  private static @Nullable ResolvedType resolveSubtype(ResolvedType sealed, Class<?> permitted) {
    Map<TypeVariable<?>, ResolvedType> bindings = new HashMap<>();
    Optional<ParameterizedType> parent =
        supertypes(permitted)
            .filter(ParameterizedType.class::isInstance)
            .map(ParameterizedType.class::cast)
            .filter(supertype -> supertype.getRawType() == sealed.raw())
            .findFirst();
    if (parent.isPresent() && !bindVariables(parent.get(), sealed, bindings)) {
      return null;
    }
    var arguments = new ArrayList<ResolvedType>();
    for (TypeVariable<?> variable : permitted.getTypeParameters()) {
      ResolvedType argument = bindings.get(variable);
      if (argument == null) {
        throw invalidUnion(
            sealed.raw(),
            "type arguments that determine those of " + permitted.getSimpleName(),
            "unbound type variable " + variable.getName(),
            "Make it a type argument of the sealed type too");
      }
      arguments.add(argument);
    }
    return new ResolvedType(permitted, arguments, List.of());
  }

  private static Stream<Type> supertypes(Class<?> type) {
    return Stream.concat(
        Arrays.stream(type.getGenericInterfaces()), Stream.ofNullable(type.getGenericSuperclass()));
  }

  private static boolean bindVariables(
      ParameterizedType declared,
      ResolvedType actual,
      Map<TypeVariable<?>, ResolvedType> bindings) {
    Type[] arguments = declared.getActualTypeArguments();
    for (int i = 0; i < arguments.length; i++) {
      if (!isAssignable(arguments[i], actual.arguments().get(i), bindings)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether the type argument that a subtype declares can be the actual one, and binds its
   * type variables.
   */
  private static boolean isAssignable(
      Type declared, ResolvedType actual, Map<TypeVariable<?>, ResolvedType> bindings) {
    return switch (declared) {
      case TypeVariable<?> variable -> {
        ResolvedType before = bindings.putIfAbsent(variable, actual);
        yield before == null || before.withoutAnnotations().equals(actual.withoutAnnotations());
      }
      case ParameterizedType generic ->
          generic.getRawType() == actual.raw() && bindVariables(generic, actual, bindings);
      case GenericArrayType array ->
          actual.raw().isArray()
              && isAssignable(
                  array.getGenericComponentType(), actual.arguments().getFirst(), bindings);
      // The actual type may be the bound of a wildcard.
      case Class<?> type -> actual.raw().isAssignableFrom(type);
      default -> true;
    };
  }

  private static ConfigurationException invalidUnion(
      Class<?> type, String expected, String found, String advice) {
    return ConfigurationException.of(
        "%s: expected %s, found %s. %s.".formatted(type.getName(), expected, found, advice));
  }
}
