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
 * One use of a type, without type variables and wildcards.
 *
 * @param arguments the type arguments; for an array, the type of its items
 * @param annotations the annotations of this use of the type
 */
public record ResolvedType(
    Class<?> raw, List<ResolvedType> arguments, List<Annotation> annotations) {

  public ResolvedType {
    arguments = List.copyOf(arguments);
    annotations = List.copyOf(annotations);
  }

  /**
   * Returns a class without type arguments.
   *
   * @throws ConfigurationException if the class has type parameters
   */
  public static ResolvedType of(Class<?> type) {
    if (type.isArray()) {
      return new ResolvedType(type, List.of(of(type.getComponentType())), List.of());
    }
    if (type.getTypeParameters().length > 0) {
      throw ConfigurationException.of(
          "%s: expected type arguments, found none. Specify them, as in new TypeRef<%s<%s>>() {}."
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
   * Returns a type as declared in the source.
   *
   * @param variables the values of the type variables
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
    ResolvedType resolved = variables.get(variable);
    if (resolved == null) {
      throw ConfigurationException.of(
          variable.getTypeName()
              + ": expected a type, found a type variable. Specify the type argument.");
    }
    return resolved;
  }

  /** Returns a copy with additional annotations; duplicates are dropped. */
  ResolvedType withAnnotations(List<Annotation> additional) {
    if (additional.isEmpty()) {
      return this;
    }
    var all = new LinkedHashSet<>(annotations);
    all.addAll(additional);
    return new ResolvedType(raw, arguments, List.copyOf(all));
  }

  /** Returns the type without the annotations of this use. */
  ResolvedType withoutAnnotations() {
    return annotations.isEmpty() ? this : new ResolvedType(raw, arguments, List.of());
  }

  /** Returns the type arguments by type variable of the declaration. */
  Map<TypeVariable<?>, ResolvedType> typeVariables() {
    TypeVariable<?>[] variables = raw.getTypeParameters();
    var values = new java.util.HashMap<TypeVariable<?>, ResolvedType>();
    for (int i = 0; i < variables.length; i++) {
      values.put(variables[i], arguments.get(i));
    }
    return values;
  }

  /** Returns the nesting depth of the type arguments. */
  int nestingDepth() {
    return arguments.stream().mapToInt(argument -> argument.nestingDepth() + 1).max().orElse(0);
  }

  /** Returns the number of types, including all nested type arguments. */
  int typeCount() {
    return 1 + arguments.stream().mapToInt(ResolvedType::typeCount).sum();
  }

  boolean hasAnnotation(Class<? extends Annotation> annotation) {
    return annotations.stream().anyMatch(annotation::isInstance);
  }

  /** Returns the source form, as in {@code List<String>}. */
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
