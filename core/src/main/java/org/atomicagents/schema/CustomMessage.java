package org.atomicagents.schema;

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
final class CustomMessage {
  private static final Pattern KEY = Pattern.compile("\\{[^{}]*}");
  // An escaped mark, or a parameter.
  private static final Pattern SPECIAL = Pattern.compile("\\\\([{}$\\\\])|\\{([\\w.]+)}");

  private CustomMessage() {}

  /** The message, with the constraint's own values in the place of its parameters. */
  static @Nullable String of(Annotation constraint) {
    String template = String.valueOf(value(constraint, "message"));
    return template.isBlank() || KEY.matcher(template).matches()
        ? null
        : told(template, constraint);
  }

  private static String told(String template, Annotation constraint) {
    return SPECIAL
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
