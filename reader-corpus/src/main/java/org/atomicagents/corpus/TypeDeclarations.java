package org.atomicagents.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.atomicagents.corpus.mutation.MutableJson.Choice;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;

/** Reads the JSON names, defaults and discriminators from type declarations. */
final class TypeDeclarations {
  private TypeDeclarations() {}

  static String keyOf(RecordComponent component) {
    JsonProperty renamed = property(component);
    return renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
  }

  /** Returns the declared default value of a component, if any. */
  static Optional<Object> defaultOf(RecordComponent component) {
    JsonProperty property = property(component);
    if (property == null || property.defaultValue().isEmpty()) {
      return Optional.empty();
    }
    String text = property.defaultValue();
    Class<?> type = component.getType();
    if (type.isEnum()) {
      return Stream.of(type.getEnumConstants())
          .filter(constant -> choice((Enum<?>) constant).name().equals(text))
          .findAny()
          .map(constant -> (Object) constant);
    }
    return Optional.of(
        type == int.class
            ? Integer.parseInt(text)
            : type == boolean.class ? Boolean.parseBoolean(text) : text);
  }

  private static @Nullable JsonProperty property(RecordComponent component) {
    try {
      return component
          .getDeclaringRecord()
          .getDeclaredField(component.getName())
          .getAnnotation(JsonProperty.class);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Choice> choices(Class<?> type) {
    var choices = new ArrayList<Choice>();
    for (Object constant : type.getEnumConstants()) {
      choices.add(choice((Enum<?>) constant));
    }
    return choices;
  }

  private static Choice choice(Enum<?> constant) {
    try {
      AnnotatedElement field = constant.getDeclaringClass().getField(constant.name());
      var renamed = field.getAnnotation(JsonProperty.class);
      var described = field.getAnnotation(Description.class);
      return new Choice(
          renamed == null ? constant.name() : renamed.value(),
          described == null ? "" : described.value());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the discriminator key of a sealed type; empty if the keys identify the record. */
  static String discriminator(Class<?> sealed) {
    var info = sealed.getAnnotation(JsonTypeInfo.class);
    if (info == null) {
      return "type";
    }
    return info.use() == JsonTypeInfo.Id.DEDUCTION ? "" : info.property();
  }

  static String tag(Class<?> record) {
    var named = record.getAnnotation(JsonTypeName.class);
    return named == null ? record.getSimpleName() : named.value();
  }

  static List<Choice> tags(Class<?> sealed) {
    return Stream.of(sealed.getPermittedSubclasses())
        .map(record -> new Choice(tag(record), ""))
        .toList();
  }

  /** Returns a class as a type without annotations. */
  static AnnotatedType asType(Class<?> type) {
    return new AnnotatedType() {
      @Override
      public Type getType() {
        return type;
      }

      @Override
      public <T extends Annotation> @Nullable T getAnnotation(Class<T> annotation) {
        return null;
      }

      @Override
      public Annotation[] getAnnotations() {
        return new Annotation[0];
      }

      @Override
      public Annotation[] getDeclaredAnnotations() {
        return new Annotation[0];
      }
    };
  }
}
