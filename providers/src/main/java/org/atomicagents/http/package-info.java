/**
 * Connections to model providers: how many, how long, over what, and how they are doing.
 *
 * <p>No type of the HTTP library underneath appears here, so that it can be exchanged.
 */
package org.atomicagents.http;
