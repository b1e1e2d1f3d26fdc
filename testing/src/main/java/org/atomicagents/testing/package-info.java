/**
 * Scripted models and a simulated provider for testing agents.
 *
 * <p>Nothing in this package connects to another machine.
 */
package org.atomicagents.testing;
