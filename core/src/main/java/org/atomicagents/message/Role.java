package org.atomicagents.message;

import org.atomicagents.model.ParameterRules;

/**
 * The author of a message.
 *
 * <p>The names in requests depend on the protocol: OpenAI's reasoning models, for example, call the
 * system role {@code developer} (see {@link ParameterRules}).
 */
public enum Role {
  /** The application: instructions with precedence over all other messages. */
  SYSTEM,
  /** The user. */
  USER,
  /** The model. */
  ASSISTANT,
  /** A tool, whose result the message contains. */
  TOOL
}
