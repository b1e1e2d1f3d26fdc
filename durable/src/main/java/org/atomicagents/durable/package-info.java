/** Agents in durable workflows: results of model calls are recorded, and replayed after a crash. */
@NullMarked
package org.atomicagents.durable;

import org.jspecify.annotations.NullMarked;
