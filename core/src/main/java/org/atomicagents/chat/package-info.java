/** System prompts, context providers and conversation histories. */
package org.atomicagents.chat;
