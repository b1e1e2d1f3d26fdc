package org.atomicagents.internal.schema.compile;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.atomicagents.error.ConfigurationException;

/** Rejects Jackson annotations that have no effect here, since the author expects an effect. */
final class UnsupportedJacksonAnnotations {
  private static final Set<Class<?>> SUPPORTED =
      Set.of(
          JsonProperty.class,
          JsonPropertyDescription.class,
          JsonSubTypes.class,
          JsonTypeInfo.class,
          JsonTypeName.class);

  private UnsupportedJacksonAnnotations() {}

  /** Checks the annotations of a type and its members. */
  static void requireSupported(Class<?> type) {
    String name = type.getSimpleName();
    requireSupported(type.getDeclaredAnnotations(), name);
    for (Field field : type.getDeclaredFields()) {
      requireSupported(field.getDeclaredAnnotations(), name + "." + field.getName());
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      requireSupported(constructor.getDeclaredAnnotations(), name + "(...)");
    }
    Set<String> components = componentsOf(type);
    for (Method method : type.getDeclaredMethods()) {
      // @JsonIgnore is redundant, but harmless, on methods that are not accessors.
      boolean isIgnored = method.isAnnotationPresent(JsonIgnore.class);
      if (!isIgnored || isAccessor(method, components)) {
        requireSupported(method.getDeclaredAnnotations(), name + "." + method.getName() + "()");
      }
    }
  }

  private static Set<String> componentsOf(Class<?> type) {
    return type.isRecord()
        ? Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static boolean isAccessor(Method method, Set<String> components) {
    return method.getParameterCount() == 0 && components.contains(method.getName());
  }

  private static void requireSupported(Annotation[] annotations, String location) {
    for (Annotation annotation : annotations) {
      Class<? extends Annotation> type = annotation.annotationType();
      if (type.isAnnotationPresent(JacksonAnnotation.class) && !SUPPORTED.contains(type)) {
        throw ConfigurationException.of(
            "%s: expected no Jackson annotations except %s, found @%s. Remove it, or use a separate record for the model."
                .formatted(
                    location,
                    SUPPORTED.stream()
                        .map(supported -> "@" + supported.getSimpleName())
                        .sorted()
                        .collect(Collectors.joining(", ")),
                    type.getSimpleName()));
      }
    }
  }
}
