/**
 * The interface between typed batches and the batch APIs of providers, which process many requests
 * within hours at a lower price.
 *
 * <p>This package opens no connections. A provider implements {@link
 * org.atomicagents.model.batch.BatchClient}.
 */
package org.atomicagents.model.batch;
