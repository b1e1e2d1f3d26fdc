package org.atomicagents.message;

/** The reason for which a model stopped. */
public enum FinishReason {
  /** The response is complete, or ends at a stop sequence. */
  STOP,
  /** The model requested tool calls. */
  TOOL_CALLS,
  /** The output limit or the context window was reached: the response is cut off. */
  LENGTH,
  /** The content filter of the provider intervened. */
  CONTENT_FILTER,
  /** Another reason, or none, was reported. */
  OTHER
}
