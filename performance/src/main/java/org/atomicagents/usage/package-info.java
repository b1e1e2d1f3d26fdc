/** Limits of requests, tokens, money and time, by call, conversation, batch or tenant. */
package org.atomicagents.usage;
