package org.atomicagents.schema;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.atomicagents.model.Violation;
import org.hibernate.validator.HibernateValidator;

/**
 * Constraints that only the validator knows: a user's own, those on a record as a whole, those with
 * groups, and the rarer ones.
 *
 * <p>A record that has one of them is shown to the validator, alone, with all its constraints.
 */
final class ForeignConstraints {
  private ForeignConstraints() {}

  static void check(Object instance, List<RecordBody.Component> components, Findings findings) {
    var found = ValidatorHolder.VALIDATOR.validate(instance);
    if (!found.isEmpty()) {
      found.stream()
          .map(violation -> told(violation, components))
          .sorted(Comparator.comparing(Violation::path).thenComparing(Violation::expected))
          .forEach(findings::add);
    }
  }

  static void warmUp(Set<Class<?>> types) {
    types.forEach(ValidatorHolder.VALIDATOR::getConstraintsForClass);
  }

  /** Lets the validator see what the user's module has opened to this one. */
  static void openTo(Module module, String packageName) {
    Module validator = HibernateValidator.class.getModule();
    if (module.isNamed() && validator.isNamed()) {
      module.addOpens(packageName, validator);
    }
  }

  private static Violation told(
      ConstraintViolation<?> violation, List<RecordBody.Component> components) {
    var where = new StringBuilder();
    for (Path.Node node : violation.getPropertyPath()) {
      switch (node.getKind()) {
        case PROPERTY -> where.append(segment(node.getName(), components));
        case CONTAINER_ELEMENT ->
            where.append(node.getIndex() == null ? "" : "[" + node.getIndex() + "]");
        default -> {}
      }
    }
    Object value = violation.getInvalidValue();
    return new Violation(
        where.toString(), ConstraintWords.expected(violation, value), Found.value(value));
  }

  private static String segment(String javaName, List<RecordBody.Component> components) {
    return components.stream()
        .filter(component -> component.javaName().equals(javaName))
        .map(RecordBody.Component::segment)
        .findFirst()
        .orElse("." + javaName);
  }
}
