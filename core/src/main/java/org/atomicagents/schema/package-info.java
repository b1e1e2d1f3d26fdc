/**
 * Compiles Java types and JSON Schema texts into schemas that encode, decode and validate values.
 *
 * <p>A type is compiled once; the JSON Schema, the decoder, the encoder and the checks share the
 * compiled tree.
 */
package org.atomicagents.schema;
