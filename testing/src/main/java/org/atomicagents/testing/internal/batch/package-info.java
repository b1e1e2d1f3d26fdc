/** The batch APIs of the simulated provider. */
package org.atomicagents.testing.internal.batch;
