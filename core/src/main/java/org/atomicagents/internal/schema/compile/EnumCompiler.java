package org.atomicagents.internal.schema.compile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.type.EnumNode;

/** Compiles enums to nodes. */
final class EnumCompiler {
  private EnumCompiler() {}

  static EnumNode node(Class<?> type) {
    UnsupportedJacksonAnnotations.requireSupported(type);
    if (type.getEnumConstants().length == 0) {
      throw ConfigurationException.of(
          type.getName() + ": expected an enum with constants, found none. Add one.");
    }
    var constants = new LinkedHashMap<String, Object>();
    var descriptions = new LinkedHashMap<String, String>();
    for (Object constant : type.getEnumConstants()) {
      Field field = field((Enum<?>) constant);
      var renamed = field.getAnnotation(JsonProperty.class);
      String name =
          renamed == null || renamed.value().isEmpty() ? field.getName() : renamed.value();
      if (constants.put(name, constant) != null) {
        throw ConfigurationException.of(
            "%s: expected unique constant names, found \"%s\" twice. Rename a constant with @JsonProperty."
                .formatted(type.getName(), name));
      }
      String description = TypeNames.descriptionIn(List.of(field.getAnnotations()));
      if (!description.isEmpty()) {
        descriptions.put(name, description);
      }
    }
    return new EnumNode(
        TypeNames.of(type),
        TypeNames.descriptionIn(List.of(type.getAnnotations())),
        constants,
        descriptions);
  }

  private static Field field(Enum<?> constant) {
    try {
      return constant.getDeclaringClass().getField(constant.name());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
