/** Server-sent events. */
package org.atomicagents.internal.http.sse;
