/** Implementation of limits of requests. */
package org.atomicagents.internal.limit;
