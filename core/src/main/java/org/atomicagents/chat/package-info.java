/** What stands before a question: the system prompt and the conversation so far. */
package org.atomicagents.chat;
