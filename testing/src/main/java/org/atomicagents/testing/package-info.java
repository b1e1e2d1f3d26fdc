/**
 * What users test their agents with: models that answer from a script, and a simulated provider.
 *
 * <p>Nothing here reaches beyond this machine.
 */
@NullMarked
package org.atomicagents.testing;

import org.jspecify.annotations.NullMarked;
