/** Writes type trees as JSON Schema and checks the rules of strict mode. */
package org.atomicagents.internal.schema.jsonschema;
