/**
 * The language between agents and providers: messages, requests, events, errors, time and limits.
 *
 * <p>Nothing here opens a connection. A provider implements {@link
 * org.atomicagents.model.ModelClient}; everything else consumes it.
 */
package org.atomicagents.model;
