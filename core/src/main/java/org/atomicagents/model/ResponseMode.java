package org.atomicagents.model;

/** How a model is made to respond with JSON that matches a schema. */
public enum ResponseMode {
  /** The model must call one function whose parameters are the schema. */
  TOOL_CALL,
  /** The provider receives the schema, strict if possible; how far it enforces it varies. */
  JSON_SCHEMA,
  /** The provider guarantees a JSON object; the schema is part of the system message. */
  JSON_OBJECT,
  /** The provider guarantees nothing; the schema is part of the system message. */
  PROMPTED_JSON,
  /**
   * Like {@link #JSON_SCHEMA}, and the provider returns the probabilities of the response's tokens:
   * the mode of {@link org.atomicagents.DecisionAgent}.
   *
   * <p>A request has it only if the {@link ModelCapabilities#modes()} of its model contain it,
   * which is not the case for all protocols. Another model responds in its other modes, without
   * probabilities.
   */
  DECISION;

  /** Returns whether the schema is part of the prompt: see {@link OutputFormat#instruct}. */
  public boolean isPrompted() {
    return this == JSON_OBJECT || this == PROMPTED_JSON;
  }

  /** Returns whether the provider receives the schema as the format of the response's text. */
  public boolean sendsSchema() {
    return this == JSON_SCHEMA || this == DECISION;
  }
}
