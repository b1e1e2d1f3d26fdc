/** Probabilities of values, computed from the probabilities of a response's tokens. */
package org.atomicagents.internal.decision;
