/** Exact token counts for the models of OpenAI. */
package org.atomicagents.tokenizers;
