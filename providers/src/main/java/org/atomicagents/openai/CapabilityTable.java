package org.atomicagents.openai;

import static org.atomicagents.model.ResponseMode.JSON_OBJECT;
import static org.atomicagents.model.ResponseMode.JSON_SCHEMA;
import static org.atomicagents.model.ResponseMode.PROMPTED_JSON;
import static org.atomicagents.model.ResponseMode.TOOL_CALL;

import java.net.URI;
import java.util.List;
import org.atomicagents.model.ResponseMode;

/** The capability rules of the preset providers; the first rule that covers a model applies. */
final class CapabilityTable {
  private static final boolean STRICT = true;
  private static final boolean NOT_STRICT = false;

  private static final List<ResponseMode> ALL_MODES =
      List.of(JSON_SCHEMA, TOOL_CALL, JSON_OBJECT, PROMPTED_JSON);
  private static final List<ResponseMode> TOOLS_WITHOUT_SCHEMA =
      List.of(TOOL_CALL, JSON_OBJECT, PROMPTED_JSON);
  private static final List<ResponseMode> TOOLS_FIRST =
      List.of(TOOL_CALL, JSON_SCHEMA, JSON_OBJECT, PROMPTED_JSON);
  private static final List<ResponseMode> OBJECTS_BEFORE_TOOLS =
      List.of(JSON_SCHEMA, JSON_OBJECT, TOOL_CALL, PROMPTED_JSON);
  private static final List<ResponseMode> OBJECTS_ONLY = List.of(JSON_OBJECT, PROMPTED_JSON);
  private static final List<ResponseMode> PROMPTED_ONLY = List.of(PROMPTED_JSON);

  private static final String OPENAI_SCHEMA_DOCS =
      "https://platform.openai.com/docs/guides/structured-outputs";
  // A table of the parameters that each older model accepts, in the provider's own forum.
  private static final String OPENAI_OLDER_MODELS =
      "https://community.openai.com/t/developer-role-not-accepted-for-o1-o1-mini-o3-mini/1110750/7";

  /** Older models first. Unknown names are not covered: they belong to other providers' models. */
  static final List<CapabilityRule> OPENAI =
      List.of(
          rule(PROMPTED_ONLY, NOT_STRICT, OPENAI_OLDER_MODELS, "o1-mini*", "o1-preview*"),
          rule(OBJECTS_ONLY, NOT_STRICT, OPENAI_OLDER_MODELS, "chatgpt-*"),
          rule(
              TOOLS_WITHOUT_SCHEMA,
              NOT_STRICT,
              OPENAI_SCHEMA_DOCS,
              "gpt-3.5*",
              "gpt-4",
              "gpt-4-*",
              "gpt-4:*",
              "gpt-4o-2024-05-13"),
          rule(ALL_MODES, STRICT, OPENAI_SCHEMA_DOCS, "gpt-*", "o1*", "o3*", "o4*", "codex-*"));

  /**
   * Deployments have arbitrary names, so modes that older models refuse are detected per request.
   */
  static final List<CapabilityRule> AZURE =
      List.of(
          rule(PROMPTED_ONLY, NOT_STRICT, OPENAI_OLDER_MODELS, "o1-mini*", "o1-preview*"),
          rule(
              TOOLS_WITHOUT_SCHEMA,
              NOT_STRICT,
              OPENAI_SCHEMA_DOCS,
              "gpt-3.5*",
              "gpt-35*",
              "gpt-4",
              "gpt-4-*"),
          rule(
              ALL_MODES,
              STRICT,
              "https://learn.microsoft.com/azure/ai-services/openai/how-to/structured-outputs",
              "*"));

  /** Only some models accept a schema, and fewer of them a strict one. */
  static final List<CapabilityRule> GROQ =
      List.of(
          rule(
              ALL_MODES,
              STRICT,
              "https://console.groq.com/docs/structured-outputs",
              "openai/gpt-oss-20b",
              "openai/gpt-oss-120b"),
          rule(
              ALL_MODES,
              NOT_STRICT,
              "https://console.groq.com/docs/structured-outputs",
              "openai/gpt-oss-*",
              "moonshotai/kimi-k2*",
              "meta-llama/llama-4*"),
          rule(TOOLS_WITHOUT_SCHEMA, NOT_STRICT, "https://console.groq.com/docs/tool-use", "*"));

  static final List<CapabilityRule> MISTRAL =
      List.of(
          rule(
              TOOLS_FIRST,
              STRICT,
              "https://docs.mistral.ai/capabilities/structured-output/custom_structured_output/",
              "*"));

  /** Reasoning models refuse a forced tool call, and no model accepts a schema. */
  static final List<CapabilityRule> DEEPSEEK =
      List.of(
          rule(OBJECTS_ONLY, NOT_STRICT, "https://api-docs.deepseek.com/guides/json_mode", "*"));

  /** Only some models accept a schema, among them those of OpenAI and Google. */
  static final List<CapabilityRule> OPENROUTER =
      List.of(
          rule(
              ALL_MODES,
              STRICT,
              "https://openrouter.ai/docs/features/structured-outputs",
              "openai/*",
              "google/*"),
          rule(
              TOOLS_FIRST,
              NOT_STRICT,
              "https://openrouter.ai/docs/features/structured-outputs",
              "*"));

  /**
   * The server converts a schema to a grammar. The strict form is not used, because it omits
   * constraints that the grammar would enforce.
   */
  static final List<CapabilityRule> OLLAMA =
      List.of(
          rule(
              OBJECTS_BEFORE_TOOLS,
              NOT_STRICT,
              "https://docs.ollama.com/capabilities/structured-outputs",
              "*"));

  /** The server converts a schema to a grammar, as Ollama does. */
  static final List<CapabilityRule> LLAMA_CPP =
      List.of(
          rule(
              OBJECTS_BEFORE_TOOLS,
              NOT_STRICT,
              "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md",
              "*"));

  private CapabilityTable() {}

  private static CapabilityRule rule(
      List<ResponseMode> modes, boolean strict, String source, String... models) {
    return new CapabilityRule(List.of(models), modes, strict, URI.create(source));
  }
}
