/** Anthropic's Messages API as the simulated provider implements it. */
package org.atomicagents.testing.internal.messages;
