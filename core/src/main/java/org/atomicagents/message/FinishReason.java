package org.atomicagents.message;

/** Why a model stopped. */
public enum FinishReason {
  /** It had said all, or met a stop sequence. */
  STOP,
  /** It wants tools called. */
  TOOL_CALLS,
  /** It reached the limit of its output or of its window: the answer is cut. */
  LENGTH,
  /** The provider's content filter cut in. */
  CONTENT_FILTER,
  /** The provider said something else, or nothing. */
  OTHER
}
