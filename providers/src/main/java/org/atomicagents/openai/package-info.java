/**
 * Clients of OpenAI's Responses API, and of its chat-completions protocol, which many providers and
 * local servers implement.
 *
 * <p>{@link org.atomicagents.openai.OpenAi} is the client; {@link org.atomicagents.openai.Provider}
 * describes how a provider differs from OpenAI.
 */
package org.atomicagents.openai;
