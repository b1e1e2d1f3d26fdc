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
  PROMPTED_JSON;

  /** Returns whether the schema is part of the prompt: see {@link OutputFormat#instruct}. */
  public boolean isPrompted() {
    return this == JSON_OBJECT || this == PROMPTED_JSON;
  }
}
