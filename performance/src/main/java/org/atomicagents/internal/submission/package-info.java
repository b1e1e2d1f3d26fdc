/** Submissions of batches to the batch APIs of providers. */
package org.atomicagents.internal.submission;
