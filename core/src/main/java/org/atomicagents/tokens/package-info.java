/** Counting tokens before a request is sent. */
package org.atomicagents.tokens;
