/** A reader for server-sent events. */
package org.atomicagents.internal.http.sse;
