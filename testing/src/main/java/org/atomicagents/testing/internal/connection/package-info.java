/** The server connections of the simulated provider below HTTP: aborts and disconnect detection. */
package org.atomicagents.testing.internal.connection;
