/**
 * Java types as JSON Schemas, and values of these types from and to JSON.
 *
 * <p>One type tree, compiled once per type, yields the schema, the decoder, the encoder and the
 * checks, so that they always agree.
 */
package org.atomicagents.schema;
