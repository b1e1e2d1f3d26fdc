/**
 * Tools that a model may call, and the loop that calls them.
 *
 * <p>{@link org.atomicagents.tool.Tool} wraps a Java function with typed input and output; {@link
 * org.atomicagents.tool.ToolLoop} is an agent that calls tools until the model gives its final
 * answer, with approval by people where a tool demands it.
 */
package org.atomicagents.tool;
