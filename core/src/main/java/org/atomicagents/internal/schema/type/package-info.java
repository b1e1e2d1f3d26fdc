/** The compiled type tree: one node per type, with record layouts, scalars and root wrappers. */
package org.atomicagents.internal.schema.type;
