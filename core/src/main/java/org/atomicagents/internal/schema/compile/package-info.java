/** Compiles Java types, annotations and JSON Schema texts into type trees. */
package org.atomicagents.internal.schema.compile;
