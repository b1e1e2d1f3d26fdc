/** Finds JSON in text and parses it with deviations from the grammar. */
package org.atomicagents.internal.json.lenient;
