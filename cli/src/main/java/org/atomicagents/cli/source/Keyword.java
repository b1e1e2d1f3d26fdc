package org.atomicagents.cli.source;

import java.util.LinkedHashMap;
import java.util.Map;

/** What may stand behind the keywords of JSON Schema 2020-12. */
enum Keyword {
  SCHEMA(
      "a schema",
      """
      items additionalProperties contains propertyNames not if then else
      unevaluatedItems unevaluatedProperties contentSchema\
      """),
  SCHEMAS_BY_NAME(
      "a mapping of names to schemas",
      "properties $defs definitions patternProperties dependentSchemas"),
  SCHEMAS("a list of schemas", "anyOf oneOf allOf prefixItems"),
  TYPE("a type, or a list of types", "type"),
  TEXT(
      "a text",
      """
      title description format $comment $id $anchor $dynamicAnchor $dynamicRef
      contentEncoding contentMediaType\
      """),
  VERSION("https://json-schema.org/draft/2020-12/schema", "$schema"),
  PATTERN("a regular expression", "pattern"),
  REFERENCE("a place in this schema, such as #/$defs/Name", "$ref"),
  NUMBER("a number", "minimum maximum exclusiveMinimum exclusiveMaximum"),
  POSITIVE("a number above 0", "multipleOf"),
  COUNT(
      "a whole number from 0",
      """
      minLength maxLength minItems maxItems minProperties maxProperties
      minContains maxContains\
      """),
  BOOLEAN("true or false", "uniqueItems deprecated readOnly writeOnly"),
  NAMES("a list of different names", "required"),
  NAMES_BY_NAME("a mapping of names to lists of names", "dependentRequired"),
  CONSTANTS("a list of one value or more", "enum"),
  EXAMPLES("a list", "examples"),
  ANY("any value", "const default");

  /** By the keyword's name. */
  static final Map<String, Keyword> BY_NAME = byName();

  /** What is expected, in words. */
  final String expected;

  private final String names;

  Keyword(String expected, String names) {
    this.expected = expected;
    this.names = names;
  }

  private static Map<String, Keyword> byName() {
    var all = new LinkedHashMap<String, Keyword>();
    for (Keyword keyword : values()) {
      for (String name : keyword.names.split("\\s", -1)) {
        all.put(name, keyword);
      }
    }
    return all;
  }
}
