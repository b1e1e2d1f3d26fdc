/** Utilities shared by the internal packages. */
package org.atomicagents.internal;
