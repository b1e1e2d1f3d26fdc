/**
 * The parts that the clients of batch APIs share: the file of requests, the requests for the state
 * of a batch, and the file of results.
 */
package org.atomicagents.internal.provider.batch;
