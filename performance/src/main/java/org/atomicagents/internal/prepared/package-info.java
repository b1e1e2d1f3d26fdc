/** Prepared runs that wrap others. */
package org.atomicagents.internal.prepared;
