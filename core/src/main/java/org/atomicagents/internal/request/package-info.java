/** The content of requests: the hashes of messages, and inputs as text. */
package org.atomicagents.internal.request;
