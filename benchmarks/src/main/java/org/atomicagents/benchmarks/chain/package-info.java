/** The layers around a call, and an open-loop load that measures what they add. */
package org.atomicagents.benchmarks.chain;
