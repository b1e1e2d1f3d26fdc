package org.atomicagents.internal.schema.constraint;

import java.lang.annotation.Annotation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The message that a user wrote for a constraint, as in {@code @Size(max = 3, message = "...")}.
 *
 * <p>A key such as {@code {orders.tooMany}} is none: what it stands for depends on the machine's
 * language.
 */
public final class CustomConstraintMessage {
  private static final Pattern MESSAGE_KEY = Pattern.compile("\\{[^{}]*}");
  // An escaped mark, or a parameter.
  private static final Pattern PLACEHOLDER = Pattern.compile("\\\\([{}$\\\\])|\\{([\\w.]+)}");

  private CustomConstraintMessage() {}

  /** The message, with the constraint's own values in the place of its parameters. */
  static @Nullable public String of(Annotation constraint) {
    String template = String.valueOf(value(constraint, "message"));
    return template.isBlank() || MESSAGE_KEY.matcher(template).matches()
        ? null
        : interpolate(template, constraint);
  }

  private static String interpolate(String template, Annotation constraint) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(found -> {
          String said =
              found.group(1) == null ? parameter(found.group(2), constraint) : found.group(1);
          return Matcher.quoteReplacement(said == null ? found.group() : said);
        });
  }

  private static @Nullable String parameter(String name, Annotation constraint) {
    Object value = value(constraint, name);
    return value == null || value.getClass().isArray() ? null : value.toString();
  }

  private static @Nullable Object value(Annotation constraint, String name) {
    try {
      return constraint.annotationType().getMethod(name).invoke(constraint);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
