package org.atomicagents.cli.source;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.atomicagents.cli.source.SourceNode.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * Reports the references of a schema that have no target, and required names that cannot be
 * present.
 *
 * <p>Not thread-safe.
 */
final class SchemaReferenceLinter {
  /** The keywords whose value is a schema, or a list of schemas. */
  private static final Set<String> SCHEMA_KEYWORDS =
      Set.of(
          """
          additionalProperties allOf anyOf contains contentSchema else if items not oneOf prefixItems
          propertyNames then unevaluatedItems unevaluatedProperties\
          """
              .split("\\s"));

  /** The keywords whose value is a mapping of names to schemas. */
  private static final Set<String> NAMED_SCHEMA_KEYWORDS =
      Set.of("$defs", "definitions", "dependentSchemas", "patternProperties", "properties");

  private static final String VALID = "";

  private final SourceNode root;
  private final ProblemCollector problems;

  // The expectation that each followed reference fails, or VALID.
  private final Map<String, String> outcomes = new HashMap<>();

  SchemaReferenceLinter(SourceNode root, ProblemCollector problems) {
    this.root = root;
    this.problems = problems;
  }

  /** Resolves the references of a schema, and of the schemas in it; the rest of it is data. */
  void check(SourceNode schema, String schemaPath) {
    if (!(schema instanceof Mapping mapping)) {
      return;
    }
    reference(mapping, schemaPath + ".$ref");
    required(mapping, schemaPath + ".required");
    mapping
        .entries()
        .forEach((keyword, entry) -> {
          String keywordPath = schemaPath + "." + keyword;
          if (NAMED_SCHEMA_KEYWORDS.contains(keyword) && entry.value() instanceof Mapping schemas) {
            schemas
                .entries()
                .forEach((name, named) -> check(named.value(), keywordPath + "." + name));
          } else if (SCHEMA_KEYWORDS.contains(keyword)) {
            checkOneOrList(entry.value(), keywordPath);
          }
        });
  }

  private void checkOneOrList(SourceNode value, String valuePath) {
    if (value instanceof Sequence schemas) {
      for (int i = 0; i < schemas.items().size(); i++) {
        check(schemas.items().get(i), valuePath + "[" + i + "]");
      }
    } else {
      check(value, valuePath);
    }
  }

  /** Resolves a reference and the references that its target consists of, which may be cyclic. */
  private void reference(Mapping schema, String refPath) {
    SourceNode value = schema.get("$ref");
    String target = textOrNull(value);
    if (value != null && target != null) {
      String expected = follow(target);
      if (!expected.equals(VALID)) {
        problems.expected(refPath, expected, value);
      }
    }
  }

  private String follow(String reference) {
    var followed = new LinkedHashSet<String>();
    String target = reference;
    String outcome = outcomes.get(target);
    while (outcome == null) {
      SourceNode found = find(target);
      String next = found instanceof Mapping mapping ? textOrNull(mapping.get("$ref")) : null;
      if (found == null) {
        outcome = "a path in this schema, such as #/$defs/Name";
      } else if (!followed.add(target)) {
        outcome = "a reference without a cycle";
      } else if (next == null) {
        outcome = VALID;
      } else {
        target = next;
        outcome = outcomes.get(target);
      }
    }
    outcomes.put(reference, outcome);
    for (String step : followed) {
      outcomes.put(step, outcome);
    }
    return outcome;
  }

  private @Nullable SourceNode find(String target) {
    return target.equals("#") || target.startsWith("#/")
        ? SourcePointer.findFragment(root, target.substring(1))
        : null;
  }

  /** Reports required names that an object without additional properties cannot have. */
  private void required(Mapping schema, String listPath) {
    if (schema.get("required") instanceof Sequence names
        && schema.get("properties") instanceof Mapping properties
        && schema.get("additionalProperties") instanceof Scalar more
        && more.json().isBoolean()
        && !more.json().booleanValue()
        && schema.get("patternProperties") == null) {
      Set<String> known = properties.entries().keySet();
      String advice = MappingReader.listKnown(known);
      for (SourceNode name : names.items()) {
        String text = MappingReader.textOf(name);
        if (text != null && !known.contains(text)) {
          problems.unknownKey(name.position(), listPath, text, known, advice);
        }
      }
    }
  }

  private static @Nullable String textOrNull(@Nullable SourceNode value) {
    return value == null ? null : MappingReader.textOf(value);
  }
}
