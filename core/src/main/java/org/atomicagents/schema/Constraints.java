package org.atomicagents.schema;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Valid;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.atomicagents.model.Violation;

/**
 * The Jakarta constraints at one place: as keywords of the schema, and as checks of a value.
 *
 * <p>Records are checked one by one on their way through the type tree, also where {@code @Valid}
 * is missing: what the schema says must hold.
 */
record Constraints(List<Annotation> annotations) {
  private static final Constraints NONE = new Constraints(List.of());

  static Constraints of(Annotation[] annotations) {
    List<Annotation> found = Arrays.stream(annotations).filter(Constraints::isConstraint).toList();
    return found.isEmpty() ? NONE : new Constraints(found);
  }

  /** All constraints that a check of one instance finds: on the record and on its components. */
  static Constraints ofRecord(Class<?> type) {
    var found = new ArrayList<>(of(type.getAnnotations()).annotations());
    for (Field field : type.getDeclaredFields()) {
      found.addAll(of(field.getAnnotations()).annotations());
      collect(field.getAnnotatedType(), found);
    }
    return found.isEmpty() ? NONE : new Constraints(found);
  }

  boolean exist() {
    return !annotations.isEmpty();
  }

  void describe(SchemaWriter out, TypeNode type) {
    for (Annotation annotation : annotations) {
      ConstraintWords.describe(annotation, type, out);
    }
  }

  static void check(
      Object instance,
      String path,
      List<RecordBody.Component> components,
      List<Violation> violations) {
    var found = ValidatorHolder.VALIDATOR.validate(instance);
    if (!found.isEmpty()) {
      found.stream()
          .map(violation -> told(violation, path, components))
          .sorted(Comparator.comparing(Violation::path).thenComparing(Violation::expected))
          .forEach(violations::add);
    }
  }

  static void warmUp(Set<Class<?>> types) {
    types.forEach(ValidatorHolder.VALIDATOR::getConstraintsForClass);
  }

  /** Lets the validator see what the user's module has opened to this one. */
  static void openTo(Module module, String packageName) {
    Module validator = org.hibernate.validator.HibernateValidator.class.getModule();
    if (module.isNamed() && validator.isNamed()) {
      module.addOpens(packageName, validator);
    }
  }

  private static Violation told(
      ConstraintViolation<?> violation, String path, List<RecordBody.Component> components) {
    var where = new StringBuilder(path);
    for (Path.Node node : violation.getPropertyPath()) {
      switch (node.getKind()) {
        case PROPERTY -> {
          String name = jsonName(node.getName(), components);
          where.replace(0, where.length(), Decoding.child(where.toString(), name));
        }
        case CONTAINER_ELEMENT ->
            where.append(node.getIndex() == null ? "" : "[" + node.getIndex() + "]");
        default -> {}
      }
    }
    Object value = violation.getInvalidValue();
    return new Violation(
        where.toString(), ConstraintWords.expected(violation, value), Found.value(value));
  }

  private static String jsonName(String javaName, List<RecordBody.Component> components) {
    return components.stream()
        .filter(component -> component.javaName().equals(javaName))
        .map(RecordBody.Component::jsonName)
        .findFirst()
        .orElse(javaName);
  }

  private static void collect(AnnotatedType type, List<Annotation> found) {
    if (type instanceof AnnotatedParameterizedType generic) {
      for (AnnotatedType argument : generic.getAnnotatedActualTypeArguments()) {
        found.addAll(of(argument.getAnnotations()).annotations());
        collect(argument, found);
      }
    }
  }

  // A repeated constraint stands in its container: @Pattern.List holds an array of @Pattern.
  private static boolean isConstraint(Annotation annotation) {
    Class<?> type = annotation.annotationType();
    return !(annotation instanceof Valid)
        && (type.isAnnotationPresent(Constraint.class)
            || (type.getEnclosingClass() != null
                && type.getEnclosingClass().isAnnotationPresent(Constraint.class)));
  }
}
