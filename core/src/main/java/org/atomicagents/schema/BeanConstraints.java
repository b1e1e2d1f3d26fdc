package org.atomicagents.schema;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the constraints of a record that aren't those of its components: on itself, on a method
 * like {@code isOrdered()}, or on either of a supertype.
 */
final class BeanConstraints {
  private BeanConstraints() {}

  static boolean areOn(Class<?> type) {
    return !Constraints.among(List.of(type.getAnnotations())).isEmpty()
        || Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method -> isGetter(method) && isConstrained(method))
        || supertypes(type).anyMatch(BeanConstraints::areOn);
  }

  private static Stream<Class<?>> supertypes(Class<?> type) {
    return Stream.concat(
        Arrays.stream(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()));
  }

  private static boolean isGetter(Method method) {
    return method.getParameterCount() == 0
        && method.getReturnType() != void.class
        && !Modifier.isStatic(method.getModifiers())
        && (method.getName().startsWith("is") || method.getName().startsWith("get"));
  }

  private static boolean isConstrained(Method method) {
    return !Constraints.among(List.of(method.getAnnotations())).isEmpty()
        || isConstrained(method.getAnnotatedReturnType());
  }

  private static boolean isConstrained(AnnotatedType type) {
    return !Constraints.among(List.of(type.getAnnotations())).isEmpty()
        || switch (type) {
          case AnnotatedParameterizedType generic ->
              Arrays.stream(generic.getAnnotatedActualTypeArguments())
                  .anyMatch(BeanConstraints::isConstrained);
          case AnnotatedArrayType array -> isConstrained(array.getAnnotatedGenericComponentType());
          default -> false;
        };
  }
}
