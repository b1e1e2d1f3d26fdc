package org.atomicagents.internal.schema.compile;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.atomicagents.error.ConfigurationException;

/**
 * A type at one place, without variables and wildcards.
 *
 * @param arguments its type arguments; of an array, the type of its items
 * @param annotations those of this use of the type
 */
public record ResolvedType(
    Class<?> raw, List<ResolvedType> arguments, List<Annotation> annotations) {

  public ResolvedType {
    arguments = List.copyOf(arguments);
    annotations = List.copyOf(annotations);
  }

  /** A class by itself, which must not want arguments. */
  public static ResolvedType of(Class<?> type) {
    if (type.isArray()) {
      return new ResolvedType(type, List.of(of(type.getComponentType())), List.of());
    }
    if (type.getTypeParameters().length > 0) {
      throw ConfigurationException.of(
          "%s: expected type arguments, found none. Say them, as in new TypeRef<%s<%s>>() {}."
              .formatted(
                  type.getName(),
                  type.getSimpleName(),
                  Arrays.stream(type.getTypeParameters())
                      .map(variable -> "String")
                      .collect(Collectors.joining(", "))));
    }
    return new ResolvedType(type, List.of(), List.of());
  }

  /**
   * A type as it stands in the source.
   *
   * @param variables what the type variables stand for
   */
  public static ResolvedType of(AnnotatedType type, Map<TypeVariable<?>, ResolvedType> variables) {
    List<Annotation> own = List.of(type.getAnnotations());
    return switch (type) {
      case AnnotatedArrayType array -> {
        ResolvedType item = of(array.getAnnotatedGenericComponentType(), variables);
        yield new ResolvedType(item.raw().arrayType(), List.of(item), own);
      }
      case AnnotatedParameterizedType generic -> {
        var arguments = new ArrayList<ResolvedType>();
        for (AnnotatedType argument : generic.getAnnotatedActualTypeArguments()) {
          arguments.add(of(argument, variables));
        }
        var raw = (Class<?>) ((java.lang.reflect.ParameterizedType) generic.getType()).getRawType();
        yield new ResolvedType(raw, arguments, own);
      }
      case AnnotatedTypeVariable variable ->
          resolveVariable(variable.getType(), variables).withAnnotations(own);
      case AnnotatedWildcardType wildcard ->
          of(wildcard.getAnnotatedUpperBounds()[0], variables).withAnnotations(own);
      default -> of((Class<?>) type.getType()).withAnnotations(own);
    };
  }

  private static ResolvedType resolveVariable(
      Type variable, Map<TypeVariable<?>, ResolvedType> variables) {
    ResolvedType known = variables.get(variable);
    if (known == null) {
      throw ConfigurationException.of(
          variable.getTypeName() + ": expected a type, found a type variable. Say what it is.");
    }
    return known;
  }

  /** The same type with more annotations, each once. */
  ResolvedType withAnnotations(List<Annotation> more) {
    if (more.isEmpty()) {
      return this;
    }
    var all = new LinkedHashSet<>(annotations);
    all.addAll(more);
    return new ResolvedType(raw, arguments, List.copyOf(all));
  }

  /** The type wherever it is used. */
  ResolvedType withoutAnnotations() {
    return annotations.isEmpty() ? this : new ResolvedType(raw, arguments, List.of());
  }

  /** What the variables of its declaration stand for. */
  Map<TypeVariable<?>, ResolvedType> typeVariables() {
    TypeVariable<?>[] names = raw.getTypeParameters();
    var known = new java.util.HashMap<TypeVariable<?>, ResolvedType>();
    for (int i = 0; i < names.length; i++) {
      known.put(names[i], arguments.get(i));
    }
    return known;
  }

  /** How deep its arguments are nested. */
  int nestingDepth() {
    return arguments.stream().mapToInt(argument -> argument.nestingDepth() + 1).max().orElse(0);
  }

  /** How many types it is made of. */
  int typeCount() {
    return 1 + arguments.stream().mapToInt(ResolvedType::typeCount).sum();
  }

  boolean hasAnnotation(Class<? extends Annotation> annotation) {
    return annotations.stream().anyMatch(annotation::isInstance);
  }

  /** As in {@code List<String>}. */
  @Override
  public String toString() {
    return raw.isArray()
        ? arguments.get(0) + "[]"
        : arguments.isEmpty()
            ? raw.getTypeName()
            : raw.getTypeName()
                + arguments.stream()
                    .map(ResolvedType::toString)
                    .collect(Collectors.joining(", ", "<", ">"));
  }
}
