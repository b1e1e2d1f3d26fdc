/** The standard implementation of a chat history. */
package org.atomicagents.internal.chat;
