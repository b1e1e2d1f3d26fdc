package org.atomicagents.schema;

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
record JavaType(Class<?> raw, List<JavaType> arguments, List<Annotation> annotations) {

  JavaType {
    arguments = List.copyOf(arguments);
    annotations = List.copyOf(annotations);
  }

  /** A class by itself, which must not want arguments. */
  static JavaType of(Class<?> type) {
    if (type.isArray()) {
      return new JavaType(type, List.of(of(type.getComponentType())), List.of());
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
    return new JavaType(type, List.of(), List.of());
  }

  /**
   * A type as it stands in the source.
   *
   * @param variables what the type variables stand for
   */
  static JavaType of(AnnotatedType type, Map<TypeVariable<?>, JavaType> variables) {
    List<Annotation> own = List.of(type.getAnnotations());
    return switch (type) {
      case AnnotatedArrayType array -> {
        JavaType item = of(array.getAnnotatedGenericComponentType(), variables);
        yield new JavaType(item.raw().arrayType(), List.of(item), own);
      }
      case AnnotatedParameterizedType generic -> {
        var arguments = new ArrayList<JavaType>();
        for (AnnotatedType argument : generic.getAnnotatedActualTypeArguments()) {
          arguments.add(of(argument, variables));
        }
        var raw = (Class<?>) ((java.lang.reflect.ParameterizedType) generic.getType()).getRawType();
        yield new JavaType(raw, arguments, own);
      }
      case AnnotatedTypeVariable variable -> known(variable.getType(), variables).plus(own);
      case AnnotatedWildcardType wildcard ->
          of(wildcard.getAnnotatedUpperBounds()[0], variables).plus(own);
      default -> of((Class<?>) type.getType()).plus(own);
    };
  }

  private static JavaType known(Type variable, Map<TypeVariable<?>, JavaType> variables) {
    JavaType known = variables.get(variable);
    if (known == null) {
      throw ConfigurationException.of(
          variable.getTypeName() + ": expected a type, found a type variable. Say what it is.");
    }
    return known;
  }

  /** The same type with more annotations, each once. */
  JavaType plus(List<Annotation> more) {
    if (more.isEmpty()) {
      return this;
    }
    var all = new LinkedHashSet<>(annotations);
    all.addAll(more);
    return new JavaType(raw, arguments, List.copyOf(all));
  }

  /** The type wherever it is used. */
  JavaType bare() {
    return annotations.isEmpty() ? this : new JavaType(raw, arguments, List.of());
  }

  /** What the variables of its declaration stand for. */
  Map<TypeVariable<?>, JavaType> variables() {
    TypeVariable<?>[] names = raw.getTypeParameters();
    var known = new java.util.HashMap<TypeVariable<?>, JavaType>();
    for (int i = 0; i < names.length; i++) {
      known.put(names[i], arguments.get(i));
    }
    return known;
  }

  /** How deep its arguments are nested. */
  int depth() {
    return arguments.stream().mapToInt(argument -> argument.depth() + 1).max().orElse(0);
  }

  /** How many types it is made of. */
  int size() {
    return 1 + arguments.stream().mapToInt(JavaType::size).sum();
  }

  boolean has(Class<? extends Annotation> annotation) {
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
                    .map(JavaType::toString)
                    .collect(Collectors.joining(", ", "<", ">"));
  }
}
