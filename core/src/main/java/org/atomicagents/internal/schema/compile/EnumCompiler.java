package org.atomicagents.internal.schema.compile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.type.EnumNode;

/** Makes nodes of enums. */
final class EnumCompiler {
  private EnumCompiler() {}

  static EnumNode node(Class<?> type) {
    UnsupportedJacksonAnnotations.requireKnown(type);
    if (type.getEnumConstants().length == 0) {
      throw ConfigurationException.of(
          type.getName() + ": expected an enum with constants, found none. Add one.");
    }
    var byName = new LinkedHashMap<String, Object>();
    var meanings = new LinkedHashMap<String, String>();
    for (Object constant : type.getEnumConstants()) {
      Field field = field((Enum<?>) constant);
      var renamed = field.getAnnotation(JsonProperty.class);
      String name =
          renamed == null || renamed.value().isEmpty() ? field.getName() : renamed.value();
      if (byName.put(name, constant) != null) {
        throw ConfigurationException.of(
            "%s: expected a name for each constant, found \"%s\" twice. Rename one with @JsonProperty."
                .formatted(type.getName(), name));
      }
      String meaning = TypeNames.descriptionIn(List.of(field.getAnnotations()));
      if (!meaning.isEmpty()) {
        meanings.put(name, meaning);
      }
    }
    return new EnumNode(
        TypeNames.of(type),
        TypeNames.descriptionIn(List.of(type.getAnnotations())),
        byName,
        meanings);
  }

  private static Field field(Enum<?> constant) {
    try {
      return constant.getDeclaringClass().getField(constant.name());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
