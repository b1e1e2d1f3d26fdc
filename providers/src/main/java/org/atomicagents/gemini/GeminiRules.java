package org.atomicagents.gemini;

import java.util.Map;
import java.util.Set;
import org.atomicagents.internal.provider.SchemaSubset;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/**
 * The rules of Gemini that depend on the family of a model, by the names that {@code families.json}
 * has for them.
 */
final class GeminiRules {
  /** The name of the protocol. */
  static final String PROTOCOL = "generateContent";

  /** The name of the reasoning effort, which is a level, or a budget of tokens before Gemini 3. */
  static final String EFFORT = "reasoning_effort";

  /** A resolution of single media, which no model before Gemini 3 accepts. */
  static final String DETAIL = "media_resolution";

  /** Function tools in a request for JSON, which no model before Gemini 3 accepts. */
  static final String TOOLS_WITH_JSON = "tools_with_json";

  /** Calls that are validated against the schemas of the functions. */
  static final String VALIDATED_CALLS = "validated_calls";

  private static final String BUDGET = "thinkingBudget";

  // https://ai.google.dev/gemini-api/docs/openai#thinking
  private static final Map<String, Integer> BUDGETS =
      Map.of("none", 0, "minimal", 1_024, "low", 1_024, "medium", 8_192, "high", 24_576);

  /**
   * The keywords and formats of https://ai.google.dev/api/generate-content#GenerationConfig, {@code
   * responseJsonSchema}.
   */
  static final SchemaSubset SCHEMAS =
      new SchemaSubset(
          Set.of(
              "$defs",
              "$ref",
              "$anchor",
              "type",
              "format",
              "title",
              "description",
              "enum",
              "items",
              "prefixItems",
              "minItems",
              "maxItems",
              "minimum",
              "maximum",
              "anyOf",
              "oneOf",
              "properties",
              "additionalProperties",
              "required",
              "propertyOrdering"),
          Set.of("date-time", "date", "time"),
          true);

  private GeminiRules() {}

  /** Returns the format of the output if the model must respond with JSON in it; else null. */
  static @Nullable OutputFormat jsonFormat(ModelRequest request) {
    OutputFormat output = request.output();
    boolean isJson =
        output != null
            && (output.mode().sendsSchema() || output.mode() == ResponseMode.JSON_OBJECT);
    return isJson ? output : null;
  }

  private static boolean hasBudget(ParameterRules rules) {
    return rules.nameOf(EFFORT).equals(BUDGET);
  }

  /** Returns the budget of thoughts of an effort, in tokens; null for a model with levels. */
  static @Nullable Integer budget(ParameterRules rules, String effort) {
    return hasBudget(rules) ? BUDGETS.get(effort) : null;
  }

  /**
   * Returns whether a response whose first function call has no signature is rejected: models with
   * thinking levels require one.
   */
  static boolean requiresSignatures(ParameterRules rules) {
    return rules.reasoning().supported() && !hasBudget(rules);
  }
}
