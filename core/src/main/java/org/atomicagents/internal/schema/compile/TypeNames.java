package org.atomicagents.internal.schema.compile;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.schema.Description;

/** The names and descriptions of types. */
final class TypeNames {
  private TypeNames() {}

  /**
   * Returns the name of a type, as in {@code Ticket}, or {@code Page_Ticket} for a generic type.
   */
  static String of(ResolvedType type) {
    if (type.raw().isArray()) {
      return of(type.arguments().getFirst()) + "Array";
    }
    String own = of(type.raw());
    return type.arguments().isEmpty()
        ? own
        : own
            + type.arguments().stream()
                .map(TypeNames::of)
                .collect(Collectors.joining("_", "_", ""));
  }

  static String of(Class<?> type) {
    var explicit = type.getAnnotation(JsonTypeName.class);
    return explicit == null || explicit.value().isEmpty() ? type.getSimpleName() : explicit.value();
  }

  static String requireDescription(Class<?> type, String kind) {
    String description = descriptionIn(List.of(type.getDeclaredAnnotations()));
    if (description.isBlank()) {
      throw ConfigurationException.of(
          type.getName()
              + " must have a non-empty description: write @Description(\"...\") on the "
              + kind
              + ", for the model to read.");
    }
    return description;
  }

  /**
   * Returns the value of {@code @Description}, or else of Jackson's
   * {@code @JsonPropertyDescription}; empty if there is neither.
   */
  static String descriptionIn(Collection<Annotation> annotations) {
    String fallback = "";
    for (Annotation annotation : annotations) {
      if (annotation instanceof Description description) {
        return description.value().strip();
      }
      if (annotation instanceof JsonPropertyDescription description) {
        fallback = description.value().strip();
      }
    }
    return fallback;
  }

  /** Checks that the JSON names of the components are unique. */
  static void requireDistinct(Class<?> owner, List<RecordLayout.RecordProperty> components) {
    Map<String, String> javaNames = new HashMap<>();
    for (RecordLayout.RecordProperty component : components) {
      String other = javaNames.put(component.jsonName(), component.javaName());
      if (other != null) {
        throw ConfigurationException.of(
            "%s: expected unique keys, found \"%s\" for %s and %s. Rename a component with @JsonProperty."
                .formatted(owner.getName(), component.jsonName(), other, component.javaName()));
      }
    }
  }
}
