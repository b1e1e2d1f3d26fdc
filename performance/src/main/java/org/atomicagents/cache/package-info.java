/** Caches of responses, and agents that use them. */
package org.atomicagents.cache;
