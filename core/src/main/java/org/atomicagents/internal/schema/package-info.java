/** The implementations of the public types of {@link org.atomicagents.schema}. */
package org.atomicagents.internal.schema;
