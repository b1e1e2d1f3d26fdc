package org.atomicagents.model;

/** How a model is made to answer with JSON that fits a schema. */
public enum ResponseMode {
  /** The model must call one function, whose parameters are the schema. */
  TOOL_CALL,
  /** The provider is given the schema, strict where it can be; how far it holds to it differs. */
  JSON_SCHEMA,
  /** The provider guarantees some JSON object; the schema stands in the system message. */
  JSON_OBJECT,
  /** Nothing is guaranteed; the schema stands in the system message. */
  PROMPTED_JSON;

  /** Whether the schema has to be told to the model in words. */
  public boolean isPrompted() {
    return this == JSON_OBJECT || this == PROMPTED_JSON;
  }
}
