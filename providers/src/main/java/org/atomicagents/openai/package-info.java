/**
 * OpenAI's chat-completions protocol, which most providers and local servers speak.
 *
 * <p>{@link org.atomicagents.openai.OpenAi} is the client; {@link org.atomicagents.openai.Provider}
 * says what differs from one provider to the next.
 */
package org.atomicagents.openai;
