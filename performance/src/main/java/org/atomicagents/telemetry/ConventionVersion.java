package org.atomicagents.telemetry;

/**
 * A version of OpenTelemetry's semantic conventions for generative AI, which decides the names of
 * spans, attributes and metrics. All of them have the status "Development".
 */
public enum ConventionVersion {
  /**
   * The conventions of the repository {@code open-telemetry/semantic-conventions-genai}, such as
   * {@code gen_ai.client.inference.duration}.
   */
  CURRENT,
  /** Version 1.41, such as {@code gen_ai.client.operation.time_to_first_chunk}. */
  V1_41,
  /** Version 1.36, such as {@code gen_ai.system}. */
  V1_36
}
