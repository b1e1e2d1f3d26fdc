package org.atomicagents.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.model.ConfigurationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/** Turns Java types into a type tree; used once, by one thread. */
final class TypeCompiler {
  private final Map<Class<?>, RecordNode> records = new HashMap<>();
  private final Map<Class<?>, EnumNode> enums = new HashMap<>();

  RecordNode compileRoot(Class<?> type) {
    if (!type.isRecord()) {
      throw ConfigurationException.of(
          type.getName()
              + ": expected a record, found "
              + kindOf(type)
              + ". Declare it as a record.");
    }
    return record(type);
  }

  private RecordNode record(Class<?> type) {
    RecordNode known = records.get(type);
    if (known != null) {
      return known;
    }
    var access = new RecordAccess(type);
    var node = new RecordNode(type, nameOf(type), requireDescription(type));
    records.put(type, node);
    var components = new ArrayList<RecordBody.Component>();
    for (RecordComponent component : type.getRecordComponents()) {
      components.add(component(type, component, access));
    }
    boolean needsValidator =
        !Constraints.among(type.getAnnotations()).isEmpty()
            || components.stream().anyMatch(component -> needsValidator(component.slot()));
    node.complete(RecordBody.of(components, access.constructor()), needsValidator);
    return node;
  }

  /** Whether only the validator knows a constraint at this place, or at an element of it. */
  private static boolean needsValidator(Slot slot) {
    return slot.constraints().needValidator()
        || switch (slot.type()) {
          case ListNode list -> needsValidator(list.item());
          case OptionalNode optional -> needsValidator(optional.content());
          default -> false;
        };
  }

  private RecordBody.Component component(
      Class<?> owner, RecordComponent component, RecordAccess access) {
    Field field = RecordAccess.fieldOf(owner, component);
    var renamed = field.getAnnotation(JsonProperty.class);
    String name =
        renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
    Slot slot =
        slot(
            component.getGenericType(),
            component.getAnnotatedType(),
            field.getAnnotations(),
            owner.getSimpleName() + "." + component.getName());
    return new RecordBody.Component(
        component.getName(),
        new SerializedString(name),
        Decoding.segment(name),
        slot,
        access.accessor(component));
  }

  private Slot slot(Type type, AnnotatedType annotated, Annotation[] annotations, String where) {
    boolean nullable = annotated.isAnnotationPresent(Nullable.class);
    TypeNode node = node(type, annotated, where);
    return new Slot(
        node, nullable, constraints(annotations, node, where), descriptionIn(annotations));
  }

  private static Constraints constraints(Annotation[] annotations, TypeNode node, String where) {
    try {
      return Constraints.of(annotations, node);
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of(where + ": " + e.getMessage());
    }
  }

  private TypeNode node(Type type, AnnotatedType annotated, String where) {
    if (type instanceof Class<?> plain) {
      ScalarNode scalar = Scalars.BY_TYPE.get(plain);
      if (scalar != null) {
        return scalar;
      }
      if (plain.isRecord()) {
        return record(plain);
      }
      if (plain.isEnum()) {
        return enums.computeIfAbsent(plain, TypeCompiler::enumNode);
      }
    } else if (type instanceof ParameterizedType generic
        && annotated instanceof AnnotatedParameterizedType annotatedGeneric) {
      if (generic.getRawType() == List.class) {
        return new ListNode(argument(generic, annotatedGeneric, where + "[]"));
      }
      if (generic.getRawType() == Optional.class) {
        return new OptionalNode(argument(generic, annotatedGeneric, where));
      }
    }
    throw ConfigurationException.of(
        where
            + ": expected a type that JSON Schema can express, found "
            + type.getTypeName()
            + ". Use a String, a number, a boolean, an enum, a record, or a List or an Optional of"
            + " these.");
  }

  private Slot argument(
      ParameterizedType generic, AnnotatedParameterizedType annotated, String where) {
    AnnotatedType argument = annotated.getAnnotatedActualTypeArguments()[0];
    return slot(generic.getActualTypeArguments()[0], argument, argument.getAnnotations(), where);
  }

  private static EnumNode enumNode(Class<?> type) {
    var byName = new LinkedHashMap<String, Object>();
    for (Object constant : type.getEnumConstants()) {
      byName.put(jsonNameOf((Enum<?>) constant), constant);
    }
    return new EnumNode(nameOf(type), byName, descriptionIn(type.getAnnotations()));
  }

  private static String jsonNameOf(Enum<?> constant) {
    try {
      var renamed =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
      return renamed == null || renamed.value().isEmpty() ? constant.name() : renamed.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String nameOf(Class<?> type) {
    var named = type.getAnnotation(JsonTypeName.class);
    return named == null || named.value().isEmpty() ? type.getSimpleName() : named.value();
  }

  private static String requireDescription(Class<?> type) {
    String description = descriptionIn(type.getDeclaredAnnotations());
    if (description.isBlank()) {
      throw ConfigurationException.of(
          type.getName()
              + " must have a non-empty description: write @Description(\"...\") on the record, for"
              + " the model to read.");
    }
    return description;
  }

  private static String descriptionIn(Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof Description description) {
        return description.value().strip();
      }
    }
    return "";
  }

  private static String kindOf(Class<?> type) {
    return type.isEnum() ? "an enum" : type.isInterface() ? "an interface" : "a class";
  }
}
