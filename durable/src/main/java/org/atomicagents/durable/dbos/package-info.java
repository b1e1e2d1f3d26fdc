/** Durable workflows of DBOS Transact on PostgreSQL. */
@NullMarked
package org.atomicagents.durable.dbos;

import org.jspecify.annotations.NullMarked;
