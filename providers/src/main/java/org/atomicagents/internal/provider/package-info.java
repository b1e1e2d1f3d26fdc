/**
 * Plumbing for clients of model providers that is independent of a wire protocol: configuration
 * from the environment, secrets, headers, calls, response bodies and errors.
 *
 * <p>A protocol adds how a request is written and how a response is parsed ({@link
 * org.atomicagents.internal.provider.ResponseParser}).
 */
package org.atomicagents.internal.provider;
