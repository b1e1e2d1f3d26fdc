/** The state of a decoding: violations, the lookahead for unions, and descriptions of values. */
package org.atomicagents.internal.schema.decode;
