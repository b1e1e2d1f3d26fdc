/** Partial values of streamed output: builders, immutable nodes and JSON Patch. */
package org.atomicagents.internal.schema.partial;
