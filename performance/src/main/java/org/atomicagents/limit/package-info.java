/** Limits of the rate and of the concurrency of requests, shared by models. */
package org.atomicagents.limit;
