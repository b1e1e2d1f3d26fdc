/** The transport interface between connection pools and the HTTP library. */
package org.atomicagents.internal.http;
