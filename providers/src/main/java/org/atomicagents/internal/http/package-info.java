/**
 * HTTP for the wire protocols: requests, settings, and the interfaces between the connection pool
 * and the transport, at which the HTTP library can be exchanged.
 */
package org.atomicagents.internal.http;
