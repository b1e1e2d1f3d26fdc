/**
 * Generates values that satisfy a JSON Schema.
 *
 * <p>The package shares no code with core's readers and schemas, so that it can find their errors.
 */
package org.atomicagents.testing.internal.generate;
