/** The protocols of the simulated provider. */
package org.atomicagents.testing.internal;
