/** Constraints of properties as data, and the messages of their violations. */
package org.atomicagents.internal.schema.constraint;
