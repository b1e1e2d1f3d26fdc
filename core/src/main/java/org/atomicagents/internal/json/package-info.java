/** Reading and writing JSON text, for this project's own modules only. */
package org.atomicagents.internal.json;
