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

/** What types are called, and what is said of them. */
final class TypeNames {
  private TypeNames() {}

  /** As in {@code Ticket}, or {@code Page_Ticket} of a generic type. */
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
    var named = type.getAnnotation(JsonTypeName.class);
    return named == null || named.value().isEmpty() ? type.getSimpleName() : named.value();
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

  /** What is said of a place: by {@code @Description}, or else in Jackson's way. */
  static String descriptionIn(Collection<Annotation> annotations) {
    String said = "";
    for (Annotation annotation : annotations) {
      if (annotation instanceof Description description) {
        return description.value().strip();
      }
      if (annotation instanceof JsonPropertyDescription description) {
        said = description.value().strip();
      }
    }
    return said;
  }

  /** Two components of one JSON name would make it impossible to say which is meant. */
  static void requireDistinct(Class<?> owner, List<RecordLayout.RecordProperty> components) {
    Map<String, String> byJson = new HashMap<>();
    for (RecordLayout.RecordProperty each : components) {
      String other = byJson.put(each.jsonName(), each.javaName());
      if (other != null) {
        throw ConfigurationException.of(
            "%s: expected each key once, found \"%s\" for %s and %s. Rename one with @JsonProperty."
                .formatted(owner.getName(), each.jsonName(), other, each.javaName()));
      }
    }
  }
}
