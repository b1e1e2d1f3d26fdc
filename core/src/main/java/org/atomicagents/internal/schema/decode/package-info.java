/**
 * The state of one decoding: violations, unions that are read ahead, and descriptions of values.
 */
package org.atomicagents.internal.schema.decode;
