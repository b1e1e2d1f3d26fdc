package org.atomicagents.internal.telemetry.otel;

/** The names of providers in the semantic conventions. */
final class ProviderNames {
  private ProviderNames() {}

  /** Returns the value of {@code gen_ai.provider.name} for the name of a provider. */
  static String current(String provider) {
    return switch (provider) {
      case "azure" -> "azure.ai.openai";
      case "gemini", "google" -> "gcp.gemini";
      case "vertex" -> "gcp.vertex_ai";
      case "bedrock" -> "aws.bedrock";
      case "mistral" -> "mistral_ai";
      case "moonshot" -> "moonshot_ai";
      case "xai" -> "x_ai";
      default -> provider;
    };
  }

  /** Returns the value of {@code gen_ai.system}, by version 1.36, for the name of a provider. */
  static String system(String provider) {
    return switch (provider) {
      case "azure" -> "az.ai.openai";
      case "xai" -> "xai";
      default -> current(provider);
    };
  }
}
