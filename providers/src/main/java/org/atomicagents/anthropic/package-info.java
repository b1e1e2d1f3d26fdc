/** The client of Anthropic's Messages API, the protocol of the Claude models. */
package org.atomicagents.anthropic;
