/** The execution of batches. */
package org.atomicagents.internal.batch;
