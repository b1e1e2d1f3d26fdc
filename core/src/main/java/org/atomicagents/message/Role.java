package org.atomicagents.message;

import org.atomicagents.model.ParameterRules;

/**
 * Who says a message.
 *
 * <p>The names on the wire are the protocol's business: OpenAI's reasoning models, for instance,
 * call the system role {@code developer} (see {@link ParameterRules}).
 */
public enum Role {
  /** Instructions that the application gives, above all others. */
  SYSTEM,
  /** What the user says. */
  USER,
  /** What the model says. */
  ASSISTANT,
  /** What a tool gave back. */
  TOOL
}
