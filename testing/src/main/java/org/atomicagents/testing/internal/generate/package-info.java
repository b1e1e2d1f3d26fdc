/**
 * Generates values that satisfy a JSON Schema.
 *
 * <p>The package shares no code with the parsers and schemas of the core module, so that it can
 * find their errors.
 */
package org.atomicagents.testing.internal.generate;
