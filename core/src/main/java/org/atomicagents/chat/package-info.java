/**
 * Conversations and prompts: {@link org.atomicagents.chat.ChatHistory}, {@link
 * org.atomicagents.chat.SystemPrompt} and {@link org.atomicagents.chat.ContextProvider}.
 */
package org.atomicagents.chat;
