/**
 * Data exchanged with models: messages, media, token usage, violations and repairs.
 *
 * <p>All types are immutable.
 */
package org.atomicagents.message;
