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
 * How the records of a sealed type are told apart: by a key {@code type} with the record's name,
 * unless Jackson's annotations say otherwise.
 */
final class UnionCompiler {
  private static final String DISCRIMINATOR = "type";

  private UnionCompiler() {}

  /**
   * How it is done for one sealed type.
   *
   * @param discriminator null where the shape of a record tells
   * @param isTagInRecord whether the records have the discriminator as a component
   */
  record DiscriminatorPlan(
      @Nullable String discriminator, boolean isTagInRecord, List<UnionMember> branches) {}

  /** A record, and what it is called there. */
  record UnionMember(ResolvedType type, String tag) {}

  static boolean isAbstract(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers());
  }

  static DiscriminatorPlan plan(ResolvedType type) {
    Class<?> raw = type.raw();
    var info = raw.getAnnotation(JsonTypeInfo.class);
    List<UnionMember> branches = branches(type).stream().distinct().toList();
    if (branches.isEmpty()) {
      throw invalidUnion(raw, "a record that is a " + type, "none", "Correct the type arguments");
    }
    var tags = new HashSet<String>();
    for (UnionMember branch : branches) {
      if (!tags.add(branch.tag())) {
        throw invalidUnion(
            raw,
            "a name for each record",
            "\"" + branch.tag() + "\" twice",
            "Rename one with @JsonTypeName");
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
              "names of records",
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
              "a key of the object itself",
              "@JsonTypeInfo(include = " + info.include() + ")",
              "Use PROPERTY or EXISTING_PROPERTY");
    };
  }

  /** A discriminator that is also a component would stand twice in the object. */
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
            "Add it, or leave out include = EXISTING_PROPERTY")
        : invalidUnion(
            union.raw(),
            "\"" + key + "\" to tell its records apart",
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
            sealed.raw(), "records only", permitted.getName(), "Make that a record, or sealed");
      }
    }
    return branches;
  }

  private static String tag(Class<?> sealed, UnionMember below) {
    String named = explicitName(sealed, below.type().raw());
    return named == null ? below.tag() : named;
  }

  private static String tag(Class<?> sealed, Class<?> record) {
    String named = explicitName(sealed, record);
    return named == null ? TypeNames.of(record) : named;
  }

  private static @Nullable String explicitName(Class<?> sealed, Class<?> record) {
    var listed = sealed.getAnnotation(JsonSubTypes.class);
    return listed == null
        ? null
        : Arrays.stream(listed.value())
            .filter(each -> each.value() == record && !each.name().isEmpty())
            .map(JsonSubTypes.Type::name)
            .findFirst()
            .orElse(null);
  }

  /**
   * A permitted subtype, with its variables as the sealed type's arguments have them; null where it
   * is a subtype with other arguments only.
   */
  private static @Nullable ResolvedType resolveSubtype(ResolvedType sealed, Class<?> permitted) {
    Map<TypeVariable<?>, ResolvedType> known = new HashMap<>();
    Optional<ParameterizedType> parent =
        supertypes(permitted)
            .filter(ParameterizedType.class::isInstance)
            .map(ParameterizedType.class::cast)
            .filter(each -> each.getRawType() == sealed.raw())
            .findFirst();
    if (parent.isPresent() && !bindVariables(parent.get(), sealed, known)) {
      return null;
    }
    var arguments = new ArrayList<ResolvedType>();
    for (TypeVariable<?> variable : permitted.getTypeParameters()) {
      ResolvedType argument = known.get(variable);
      if (argument == null) {
        throw invalidUnion(
            sealed.raw(),
            "type arguments that say what " + permitted.getSimpleName() + "'s are",
            variable.getName() + " that is free",
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
      ParameterizedType said, ResolvedType wanted, Map<TypeVariable<?>, ResolvedType> known) {
    Type[] arguments = said.getActualTypeArguments();
    for (int i = 0; i < arguments.length; i++) {
      if (!isAssignable(arguments[i], wanted.arguments().get(i), known)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a type as a subtype says it can be what is wanted; notes what variables stand for. */
  private static boolean isAssignable(
      Type said, ResolvedType wanted, Map<TypeVariable<?>, ResolvedType> known) {
    return switch (said) {
      case TypeVariable<?> variable -> {
        ResolvedType before = known.putIfAbsent(variable, wanted);
        yield before == null || before.withoutAnnotations().equals(wanted.withoutAnnotations());
      }
      case ParameterizedType generic ->
          generic.getRawType() == wanted.raw() && bindVariables(generic, wanted, known);
      case GenericArrayType array ->
          wanted.raw().isArray()
              && isAssignable(
                  array.getGenericComponentType(), wanted.arguments().getFirst(), known);
      // Of a wildcard only the bound is known.
      case Class<?> each -> wanted.raw().isAssignableFrom(each);
      default -> true;
    };
  }

  private static ConfigurationException invalidUnion(
      Class<?> type, String expected, String found, String what) {
    return ConfigurationException.of(
        "%s: expected %s, found %s. %s.".formatted(type.getName(), expected, found, what));
  }
}
