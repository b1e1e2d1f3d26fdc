package org.atomicagents.internal.schema.type;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.Lazy;
import org.atomicagents.internal.schema.constraint.ConstraintMessages;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.message.Violation;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validation of constraints that require the bean validator: custom, class-level and grouped
 * constraints, and the standard ones without a built-in check.
 *
 * <p>A record with such a constraint is passed to the validator without its nested records, and the
 * validator checks all of its constraints.
 */
public final class BeanValidationBridge {
  private static final Logger log = LoggerFactory.getLogger(BeanValidationBridge.class);
  // Its start takes about 250 ms.
  private static final Lazy<Validator> VALIDATOR = new Lazy<>(BeanValidatorFactory::create);

  private BeanValidationBridge() {}

  static void check(
      Object instance, List<RecordLayout.RecordProperty> components, ViolationCollector findings) {
    Set<ConstraintViolation<Object>> found = validate(instance);
    if (!found.isEmpty()) {
      found.stream()
          .map(violation -> toViolation(violation, components))
          .sorted(Comparator.comparing(Violation::path).thenComparing(Violation::expected))
          .forEach(findings::add);
    }
  }

  private static Set<ConstraintViolation<Object>> validate(Object instance) {
    try {
      return VALIDATOR.get().validate(instance);
    } catch (ValidationException e) {
      throw ConfigurationException.of(
          instance.getClass().getName()
              + " has a constraint that can't be checked: "
              + e.getMessage());
    }
  }

  /**
   * Prepares the first check of these types. Errors are ignored, because that check throws them.
   */
  public static void warmUp(Set<Class<?>> types) {
    try {
      types.forEach(VALIDATOR.get()::getConstraintsForClass);
    } catch (ValidationException | LinkageError e) {
      log.debug("The validator could not be prepared for {}", types, e);
    }
  }

  /** Opens a package to the validator that a user's module has opened to this module. */
  public static void openToValidator(Module module, String packageName) {
    Module validator = HibernateValidator.class.getModule();
    if (module.isNamed() && validator.isNamed()) {
      module.addOpens(packageName, validator);
    }
  }

  private static Violation toViolation(
      ConstraintViolation<?> violation, List<RecordLayout.RecordProperty> components) {
    var path = new StringBuilder();
    for (Path.Node node : violation.getPropertyPath()) {
      switch (node.getKind()) {
        case PROPERTY -> {
          String segment = segment(node.getName(), components);
          if (segment == null) {
            return derivedViolation(node.getName(), violation);
          }
          path.append(segment);
        }
        case CONTAINER_ELEMENT ->
            path.append(node.getIndex() == null ? "" : "[" + node.getIndex() + "]");
        default -> {}
      }
    }
    Object value = violation.getInvalidValue();
    return new Violation(
        path.toString(),
        ConstraintMessages.expected(violation, value),
        ValueDescription.describe(value));
  }

  // A property derived by a method is not in the JSON: the record itself has the violation.
  private static Violation derivedViolation(String property, ConstraintViolation<?> violation) {
    Object value = violation.getInvalidValue();
    return new Violation(
        "",
        ConstraintMessages.expected(property, violation),
        property + ": " + ValueDescription.describe(value));
  }

  private static @Nullable String segment(
      String javaName, List<RecordLayout.RecordProperty> components) {
    return components.stream()
        .filter(component -> component.javaName().equals(javaName))
        .map(RecordLayout.RecordProperty::segment)
        .findFirst()
        .orElse(null);
  }
}
