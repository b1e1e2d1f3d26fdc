/** The JSON forms of stored turns and of their typed values. */
package org.atomicagents.internal.store;
