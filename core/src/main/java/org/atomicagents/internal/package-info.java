/** Small building blocks that every other package may use. */
package org.atomicagents.internal;
