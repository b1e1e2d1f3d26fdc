package org.atomicagents.openai;

import static org.atomicagents.model.ResponseMode.JSON_OBJECT;
import static org.atomicagents.model.ResponseMode.JSON_SCHEMA;
import static org.atomicagents.model.ResponseMode.PROMPTED_JSON;
import static org.atomicagents.model.ResponseMode.TOOL_CALL;

import java.net.URI;
import java.util.List;
import org.atomicagents.model.ResponseMode;

/** What is known of the models of the presets; of several rows the first that fits counts. */
final class CapabilityTable {
  private static final boolean STRICT = true;
  private static final boolean NOT_STRICT = false;

  private static final List<ResponseMode> ALL =
      List.of(JSON_SCHEMA, TOOL_CALL, JSON_OBJECT, PROMPTED_JSON);
  private static final List<ResponseMode> CALLS = List.of(TOOL_CALL, JSON_OBJECT, PROMPTED_JSON);
  private static final List<ResponseMode> CALLS_FIRST =
      List.of(TOOL_CALL, JSON_SCHEMA, JSON_OBJECT, PROMPTED_JSON);
  private static final List<ResponseMode> GRAMMAR =
      List.of(JSON_SCHEMA, JSON_OBJECT, TOOL_CALL, PROMPTED_JSON);
  private static final List<ResponseMode> OBJECTS = List.of(JSON_OBJECT, PROMPTED_JSON);
  private static final List<ResponseMode> PROMPTED_ONLY = List.of(PROMPTED_JSON);

  private static final String OPENAI_SCHEMAS =
      "https://platform.openai.com/docs/guides/structured-outputs";
  // A table of what each of the older models takes, in the provider's own forum.
  private static final String OPENAI_OLDER =
      "https://community.openai.com/t/developer-role-not-accepted-for-o1-o1-mini-o3-mini/1110750/7";

  /** The older models first; a name that tells nothing is that of another provider's model. */
  static final List<CapabilityRule> OPENAI =
      List.of(
          row(PROMPTED_ONLY, NOT_STRICT, OPENAI_OLDER, "o1-mini*", "o1-preview*"),
          row(OBJECTS, NOT_STRICT, OPENAI_OLDER, "chatgpt-*"),
          row(
              CALLS,
              NOT_STRICT,
              OPENAI_SCHEMAS,
              "gpt-3.5*",
              "gpt-4",
              "gpt-4-*",
              "gpt-4:*",
              "gpt-4o-2024-05-13"),
          row(ALL, STRICT, OPENAI_SCHEMAS, "gpt-*", "o1*", "o3*", "o4*", "codex-*"));

  /** A deployment may have any name: what older models refuse is found when they are asked. */
  static final List<CapabilityRule> AZURE =
      List.of(
          row(PROMPTED_ONLY, NOT_STRICT, OPENAI_OLDER, "o1-mini*", "o1-preview*"),
          row(CALLS, NOT_STRICT, OPENAI_SCHEMAS, "gpt-3.5*", "gpt-35*", "gpt-4", "gpt-4-*"),
          row(
              ALL,
              STRICT,
              "https://learn.microsoft.com/azure/ai-services/openai/how-to/structured-outputs",
              "*"));

  /** Only some models take a schema, and fewer a strict one. */
  static final List<CapabilityRule> GROQ =
      List.of(
          row(
              ALL,
              STRICT,
              "https://console.groq.com/docs/structured-outputs",
              "openai/gpt-oss-20b",
              "openai/gpt-oss-120b"),
          row(
              ALL,
              NOT_STRICT,
              "https://console.groq.com/docs/structured-outputs",
              "openai/gpt-oss-*",
              "moonshotai/kimi-k2*",
              "meta-llama/llama-4*"),
          row(CALLS, NOT_STRICT, "https://console.groq.com/docs/tool-use", "*"));

  static final List<CapabilityRule> MISTRAL =
      List.of(
          row(
              CALLS_FIRST,
              STRICT,
              "https://docs.mistral.ai/capabilities/structured-output/custom_structured_output/",
              "*"));

  /** Models that think refuse a forced call, and none takes a schema. */
  static final List<CapabilityRule> DEEPSEEK =
      List.of(row(OBJECTS, NOT_STRICT, "https://api-docs.deepseek.com/guides/json_mode", "*"));

  /** Only some models take a schema; those of OpenAI and Google do. */
  static final List<CapabilityRule> OPENROUTER =
      List.of(
          row(
              ALL,
              STRICT,
              "https://openrouter.ai/docs/features/structured-outputs",
              "openai/*",
              "google/*"),
          row(
              CALLS_FIRST,
              NOT_STRICT,
              "https://openrouter.ai/docs/features/structured-outputs",
              "*"));

  /** A schema becomes a grammar, the better the more it says: strict ones say less. */
  static final List<CapabilityRule> OLLAMA =
      List.of(
          row(GRAMMAR, NOT_STRICT, "https://docs.ollama.com/capabilities/structured-outputs", "*"));

  /** As with Ollama. */
  static final List<CapabilityRule> LLAMA_CPP =
      List.of(
          row(
              GRAMMAR,
              NOT_STRICT,
              "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md",
              "*"));

  private CapabilityTable() {}

  private static CapabilityRule row(
      List<ResponseMode> modes, boolean strict, String source, String... models) {
    return new CapabilityRule(List.of(models), modes, strict, URI.create(source));
  }
}
