package org.atomicagents.internal.schema.compile;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.internal.schema.constraint.PropertyConstraints;

/**
 * Finds the constraints of a record other than those of its components: on the record, on a method
 * such as {@code isOrdered()}, or on a supertype or its methods.
 */
final class ClassLevelConstraints {
  private ClassLevelConstraints() {}

  static boolean hasConstraints(Class<?> type) {
    return !PropertyConstraints.constraintsIn(List.of(type.getAnnotations())).isEmpty()
        || Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method -> isGetter(method) && isConstrained(method))
        || supertypes(type).anyMatch(ClassLevelConstraints::hasConstraints);
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
    return !PropertyConstraints.constraintsIn(List.of(method.getAnnotations())).isEmpty()
        || isConstrained(method.getAnnotatedReturnType());
  }

  private static boolean isConstrained(AnnotatedType type) {
    return !PropertyConstraints.constraintsIn(List.of(type.getAnnotations())).isEmpty()
        || switch (type) {
          case AnnotatedParameterizedType generic ->
              Arrays.stream(generic.getAnnotatedActualTypeArguments())
                  .anyMatch(ClassLevelConstraints::isConstrained);
          case AnnotatedArrayType array -> isConstrained(array.getAnnotatedGenericComponentType());
          default -> false;
        };
  }
}
