package org.atomicagents.cli.source;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.atomicagents.cli.source.SourceNode.Sequence;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds what is wrong with a JSON Schema, with the places where.
 *
 * <p>JSON Schema ignores keywords that it doesn't know; here they are mistakes unless they begin
 * with {@code x-}, since an ignored {@code minimun} checks nothing.
 */
public final class SchemaCheck {
  private static final List<String> TYPES =
      List.of("string", "integer", "number", "boolean", "object", "array", "null");

  private final SourceNode root;
  private final Problems problems;

  private SchemaCheck(SourceNode root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /**
   * Notes what is wrong.
   *
   * @param where what leads to it, as in {@code output}
   */
  public static void check(SourceNode schema, String where, Problems problems) {
    if (schema instanceof Mapping) {
      new SchemaCheck(schema, problems).schema(schema, where);
    } else {
      problems.expected(where, "a JSON Schema", schema);
    }
  }

  private void schema(SourceNode schema, String where) {
    if (!(schema instanceof Mapping mapping)) {
      if (!isBoolean(schema)) {
        problems.expected(where, Keyword.SCHEMA.expected, schema);
      }
      return;
    }
    mapping
        .entries()
        .forEach((name, entry) -> {
          Keyword keyword = Keyword.BY_NAME.get(name);
          if (keyword != null) {
            value(keyword, entry.value(), where + "." + name);
          } else if (!name.startsWith("x-")) {
            problems.unknownKey(
                entry.place(),
                where,
                name,
                Keyword.BY_NAME.keySet(),
                "Leave it out, or begin it with x-.");
          }
        });
    required(mapping, where);
  }

  private void value(Keyword keyword, SourceNode value, String where) {
    switch (keyword) {
      case SCHEMA -> schema(value, where);
      case SCHEMAS -> schemas(value, where);
      case SCHEMAS_BY_NAME -> schemasByName(value, where);
      case PATTERN -> pattern(value, where);
      case REFERENCE -> reference(value, where);
      default -> {
        if (!fits(keyword, value)) {
          String expected =
              keyword == Keyword.TYPE
                  ? "one of " + TYPES + ", or a list of them"
                  : keyword.expected;
          problems.expected(where, expected, value);
        }
      }
    }
  }

  private static boolean fits(Keyword keyword, SourceNode value) {
    JsonNode json = value instanceof Scalar scalar ? scalar.json() : null;
    return switch (keyword) {
      case TYPE -> isType(value) || isNames(value, true);
      case TEXT -> json != null && json.isString();
      case VERSION -> json != null && Keyword.VERSION.expected.equals(stripped(json));
      case NUMBER -> json != null && json.isNumber();
      case POSITIVE -> json != null && json.isNumber() && json.decimalValue().signum() > 0;
      case COUNT -> json != null && json.isIntegralNumber() && json.bigIntegerValue().signum() >= 0;
      case BOOLEAN -> json != null && json.isBoolean();
      case NAMES -> isNames(value, false);
      case NAMES_BY_NAME ->
          value instanceof Mapping mapping
              && mapping.entries().values().stream().allMatch(e -> isNames(e.value(), false));
      case CONSTANTS -> value instanceof Sequence sequence && !sequence.items().isEmpty();
      case EXAMPLES -> value instanceof Sequence;
      case ANY, SCHEMA, SCHEMAS, SCHEMAS_BY_NAME, PATTERN, REFERENCE -> true;
    };
  }

  private void schemas(SourceNode value, String where) {
    if (!(value instanceof Sequence sequence) || sequence.items().isEmpty()) {
      problems.expected(where, Keyword.SCHEMAS.expected, value);
      return;
    }
    for (int i = 0; i < sequence.items().size(); i++) {
      schema(sequence.items().get(i), where + "[" + i + "]");
    }
  }

  private void schemasByName(SourceNode value, String where) {
    if (value instanceof Mapping mapping) {
      mapping.entries().forEach((name, entry) -> schema(entry.value(), where + "." + name));
    } else {
      problems.expected(where, Keyword.SCHEMAS_BY_NAME.expected, value);
    }
  }

  private void pattern(SourceNode value, String where) {
    String text = Fields.textOf(value);
    try {
      if (text != null) {
        Pattern.compile(text);
        return;
      }
      problems.expected(where, Keyword.PATTERN.expected, value);
    } catch (PatternSyntaxException e) {
      problems.expected(where, Keyword.PATTERN.expected + " (" + e.getDescription() + ")", value);
    }
  }

  // Along references to references, which may lead round in a circle.
  private void reference(SourceNode value, String where) {
    var seen = new HashSet<String>();
    String target = Fields.textOf(value);
    while (target != null) {
      SourceNode found = target.startsWith("#") ? at(target.substring(1)) : null;
      if (found == null) {
        problems.expected(where, Keyword.REFERENCE.expected, value);
        return;
      }
      if (!seen.add(target)) {
        problems.expected(where, "a reference that leads to a schema in the end", value);
        return;
      }
      SourceNode next = found instanceof Mapping mapping ? mapping.get("$ref") : null;
      target = next == null ? null : Fields.textOf(next);
    }
    if (Fields.textOf(value) == null) {
      problems.expected(where, Keyword.REFERENCE.expected, value);
    }
  }

  private @Nullable SourceNode at(String pointer) {
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      return null;
    }
    SourceNode node = root;
    for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      node = below(node, step.replace("~1", "/").replace("~0", "~"));
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  private static @Nullable SourceNode below(SourceNode node, String step) {
    if (node instanceof Mapping mapping) {
      return mapping.get(step);
    }
    return node instanceof Sequence sequence
            && step.matches("\\d{1,6}")
            && Integer.parseInt(step) < sequence.items().size()
        ? sequence.items().get(Integer.parseInt(step))
        : null;
  }

  // Where nothing else is allowed, no value could have it.
  private void required(Mapping schema, String where) {
    SourceNode more = schema.get("additionalProperties");
    if (schema.get("required") instanceof Sequence names
        && schema.get("properties") instanceof Mapping properties
        && more != null
        && isBoolean(more)
        && !more.json().booleanValue()
        && schema.get("patternProperties") == null) {
      for (SourceNode name : names.items()) {
        String text = Fields.textOf(name);
        if (text != null && !properties.entries().containsKey(text)) {
          Set<String> known = properties.entries().keySet();
          problems.unknownKey(
              name.place(), where + ".required", text, known, Fields.knownHere(known));
        }
      }
    }
  }

  private static boolean isBoolean(SourceNode value) {
    return value instanceof Scalar scalar && scalar.json().isBoolean();
  }

  private static boolean isType(SourceNode value) {
    String text = Fields.textOf(value);
    return text != null && TYPES.contains(text);
  }

  private static boolean isNames(SourceNode value, boolean types) {
    if (!(value instanceof Sequence sequence) || (types && sequence.items().isEmpty())) {
      return false;
    }
    var seen = new HashSet<String>();
    for (SourceNode item : sequence.items()) {
      String text = Fields.textOf(item);
      if (text == null || !seen.add(text) || (types && !TYPES.contains(text))) {
        return false;
      }
    }
    return true;
  }

  private static String stripped(JsonNode version) {
    String text = version.asString("");
    return text.endsWith("#") ? text.substring(0, text.length() - 1) : text;
  }
}
