/**
 * A client of Google's Gemini API.
 *
 * <p>Models are created by {@link org.atomicagents.gemini.Gemini}, with options by {@link
 * org.atomicagents.gemini.GeminiOptions}.
 */
package org.atomicagents.gemini;
