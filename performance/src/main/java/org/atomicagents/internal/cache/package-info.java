/** Implementation of caches of responses. */
package org.atomicagents.internal.cache;
