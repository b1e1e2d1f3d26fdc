package org.atomicagents.internal.schema.constraint;

import java.lang.annotation.Annotation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The custom message of a constraint, as in {@code @Size(max = 3, message = "...")}.
 *
 * <p>A message key such as {@code {orders.tooMany}} is ignored, because its text depends on the
 * locale.
 */
public final class CustomConstraintMessage {
  private static final Pattern MESSAGE_KEY = Pattern.compile("\\{[^{}]*}");
  // An escaped character or a parameter.
  private static final Pattern PLACEHOLDER = Pattern.compile("\\\\([{}$\\\\])|\\{([\\w.]+)}");

  private CustomConstraintMessage() {}

  /** Returns the message with its parameters interpolated; null if there is no custom message. */
  public static @Nullable String of(Annotation constraint) {
    String template = String.valueOf(value(constraint, "message"));
    return template.isBlank() || MESSAGE_KEY.matcher(template).matches()
        ? null
        : interpolate(template, constraint);
  }

  private static String interpolate(String template, Annotation constraint) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(match -> {
          String replacement =
              match.group(1) == null ? parameter(match.group(2), constraint) : match.group(1);
          return Matcher.quoteReplacement(replacement == null ? match.group() : replacement);
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
