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

/** Refuses annotations of Jackson that have no effect here: their author counts on one. */
final class UnsupportedJacksonAnnotations {
  private static final Set<Class<?>> KNOWN =
      Set.of(
          JsonProperty.class,
          JsonPropertyDescription.class,
          JsonSubTypes.class,
          JsonTypeInfo.class,
          JsonTypeName.class);

  private UnsupportedJacksonAnnotations() {}

  /** Of a type, and of what is declared in it. */
  static void requireKnown(Class<?> type) {
    String name = type.getSimpleName();
    requireKnown(type.getDeclaredAnnotations(), name);
    for (Field field : type.getDeclaredFields()) {
      requireKnown(field.getDeclaredAnnotations(), name + "." + field.getName());
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      requireKnown(constructor.getDeclaredAnnotations(), name + "(...)");
    }
    Set<String> components = componentsOf(type);
    for (Method method : type.getDeclaredMethods()) {
      // Methods besides the components are left out in any case.
      boolean isIgnored = method.isAnnotationPresent(JsonIgnore.class);
      if (!isIgnored || isAccessor(method, components)) {
        requireKnown(method.getDeclaredAnnotations(), name + "." + method.getName() + "()");
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

  private static void requireKnown(Annotation[] annotations, String where) {
    for (Annotation annotation : annotations) {
      Class<? extends Annotation> kind = annotation.annotationType();
      if (kind.isAnnotationPresent(JacksonAnnotation.class) && !KNOWN.contains(kind)) {
        throw ConfigurationException.of(
            "%s: expected none of Jackson's annotations but %s, found @%s. Remove it, or use a record of its own for the model."
                .formatted(
                    where,
                    KNOWN.stream()
                        .map(each -> "@" + each.getSimpleName())
                        .sorted()
                        .collect(Collectors.joining(", ")),
                    kind.getSimpleName()));
      }
    }
  }
}
