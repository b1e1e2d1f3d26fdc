/**
 * Scripted models and a simulated provider for tests of agents.
 *
 * <p>Nothing in this package connects to another machine.
 */
package org.atomicagents.testing;
