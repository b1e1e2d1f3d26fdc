/** Gemini's generateContent API as the simulated provider implements it. */
package org.atomicagents.testing.internal.gemini;
