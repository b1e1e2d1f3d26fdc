/** Agents that are built on first use. */
package org.atomicagents.pool;
