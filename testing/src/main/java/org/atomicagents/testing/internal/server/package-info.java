/** The simulated provider's server: routing, generated responses, faults and the request log. */
package org.atomicagents.testing.internal.server;
