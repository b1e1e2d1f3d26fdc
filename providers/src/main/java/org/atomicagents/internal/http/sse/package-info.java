/** A reader of server-sent events. */
package org.atomicagents.internal.http.sse;
